export type ProsodyPlaces = {
  home: string;
  modules: string;
  tokenFile: string;
  certificateFile: string;
  keyFile: string;
  domain: string;
  adminJid: string;
  ports: { c2s: number; http: number; https: number };
};

/** Loopback only, no federation. Client connections must use TLS, as they must out there. */
export const prosodyConfig = (places: ProsodyPlaces): string => `
data_path = "${places.home}/data"
pidfile = "${places.home}/prosody.pid"
run_as_root = true
daemonize = false
plugin_paths = { "${places.modules}" }
log = { info = "${places.home}/prosody.log"; error = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${places.ports.c2s} }
s2s_ports = {}
component_ports = {}
http_ports = { ${places.ports.http} }
https_ports = { ${places.ports.https} }
http_interfaces = { "127.0.0.1" }
https_interfaces = { "127.0.0.1" }
http_external_url = "https://127.0.0.1:${places.ports.https}/"
ssl = { certificate = "${places.certificateFile}"; key = "${places.keyFile}" }
modules_enabled = {
  "roster", "saslauth", "tls", "disco", "pep", "vcard4", "vcard_legacy", "private", "offline",
  "blocklist", "ping", "version", "time", "admin_adhoc", "http",
}
modules_disabled = { "s2s" }
c2s_require_encryption = true
authentication = "internal_hashed"
storage = "internal"
allow_registration = false
admins = { "${places.adminJid}" }

VirtualHost "${places.domain}"
  http_host = "127.0.0.1"
  modules_enabled = { "patchbay_accounts" }
  patchbay_accounts_token_file = "${places.tokenFile}"
`;
