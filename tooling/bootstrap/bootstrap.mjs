// Only syntax and imports of Node 12 here: an old Node has to get as far as the sentence that says so.
import process from 'node:process';

const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  process.stderr.write(
    'Patchbay needs Node 20 or newer to start; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      '). Install a newer one from https://nodejs.org and run the command again. Node 24, on which ' +
      'Patchbay itself runs, then comes with its dependencies.\n',
  );
  process.exit(71);
} else {
  import('./main.mjs').then(({ main }) => main(process.argv.slice(2)));
}
