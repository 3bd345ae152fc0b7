import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';

// obs-websocket 5 is a WebSocket protocol, so there is neither an HTTP client nor a health check yet.
export const obs = defineProvider({
  key: 'obs',
  about: {
    name: 'OBS Studio',
    vendor: 'OBS Project',
    category: 'streaming',
    description: 'Scenes, sources and outputs of OBS Studio through its WebSocket server.',
    docs: 'https://github.com/obsproject/obs-websocket',
    account:
      'In OBS Studio open Tools → WebSocket Server Settings, enable the server and choose "Show Connect Info".',
  },
  fields: {
    host: field.text({
      label: 'Host',
      help: 'Name or address of the computer that runs OBS.',
      placeholder: 'studio.example.org',
      destination: true,
      maxLength: 253,
      pattern: {
        regex: /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^\[?[0-9A-Fa-f:.]+\]?$/,
        message: 'must be a host name or an address, without ws:// and without a port',
      },
    }),
    port: field.port({ label: 'Port', help: 'As set in OBS.', default: 4455, destination: true }),
    password: field.secret({
      label: 'Server password',
      help: 'Leave empty only if authentication is switched off in OBS.',
      required: false,
    }),
    tls: field.bool({
      label: 'Connect with TLS',
      help: 'OBS has no TLS of its own; switch this on only behind a proxy that adds it.',
      destination: true,
    }),
    scenes: field.map({
      label: 'Scenes',
      help: 'Your names for scenes in OBS, one "name = scene" per line.',
      placeholder: 'live = Main camera',
    }),
    sources: field.map({
      label: 'Sources',
      help: 'Your names for sources in OBS, one "name = source" per line.',
      placeholder: 'microphone = Mic/Aux',
    }),
  },
});
