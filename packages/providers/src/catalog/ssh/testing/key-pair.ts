import ssh2 from 'ssh2';

const read = (text: string) => {
  const key = ssh2.utils.parseKey(text);
  return key instanceof Error ? null : key.getPublicSSH();
};

/** An Ed25519 pair. About one in a hundred that ssh2 makes lacks a zero byte and is none; such a one is made anew. */
export function keyPair(): { private: string; public: string } {
  const pair = ssh2.utils.generateKeyPairSync('ed25519');
  const own = read(pair.private);
  if (!own || !read(pair.public)?.equals(own)) return keyPair();
  return { private: pair.private, public: pair.public.trim() };
}
