export type IrcPlaces = {
  home: string;
  ports: { irc: number; link: number; rpc: number };
  operator: string;
  /** Accounts that one e-mail address may have. */
  perAddress: number;
};

const serverName = 'irc.localhost';
const linkPassword = 'link-on-loopback';

export const inspircdConfig = ({ home, ports }: IrcPlaces): string => `
<server name="${serverName}" description="Test IRC" network="TestNet" id="00T">
<admin name="Test" nick="test" email="test@localhost">
<bind address="127.0.0.1" port="${ports.irc}" type="clients">
<bind address="127.0.0.1" port="${ports.link}" type="servers">
<pid file="${home}/inspircd.pid">
<power diepass="" restartpass="">
<connect name="main" allow="*" timeout="20" pingfreq="120" localmax="500" globalmax="500" resolvehostnames="no">
<performance softlimit="512">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${home}/inspircd.log">
${['spanningtree', 'services_account', 'svshold', 'cban', 'globops', 'hidechans', 'servprotect', 'chghost', 'chgident', 'sasl', 'cap'].map((name) => `<module name="${name}">`).join('\n')}
<link name="services.localhost" ipaddr="127.0.0.1" port="${ports.link}" allowmask="127.0.0.0/8" sendpass="${linkPassword}" recvpass="${linkPassword}">
<uline server="services.localhost" silent="yes">
<sasl target="services.localhost">
`;

const athemeModules = [
  ...['protocol/inspircd', 'backend/opensex', 'crypto/pbkdf2v2', 'misc/httpd', 'transport/jsonrpc'],
  ...[
    'main',
    'drop',
    'freeze',
    'group',
    'help',
    'identify',
    'info',
    'list',
    'logout',
    'register',
  ].map((name) => `nickserv/${name}`),
  ...['regnolimit', 'resetpass', 'setpass', 'set_core', 'set_email', 'set_password', 'verify'].map(
    (name) => `nickserv/${name}`,
  ),
  ...['operserv/main', 'operserv/help', 'operserv/uptime', 'chanserv/main'],
  ...['saslserv/main', 'saslserv/plain'],
];

const service = (block: string, nick: string, more = '') =>
  `${block} { nick = "${nick}"; user = "${nick}"; host = "services.localhost"; real = "${nick}"; aliases { }; access { }; ${more} };`;

/** Atheme 7.2, which wants \`modules/\` before each name and stops on an unknown line. */
export const athemeConfig = ({ ports, operator, perAddress }: IrcPlaces): string => `
${athemeModules.map((name) => `loadmodule "modules/${name}";`).join('\n')}
serverinfo {
  name = "services.localhost"; desc = "Test services"; numeric = "00A"; recontime = 1; netname = "TestNet";
  hidehostsuffix = "users.localhost"; adminname = "test"; adminemail = "test@localhost";
  registeremail = "noreply@localhost"; mta = "/usr/sbin/sendmail";
  loglevel = { error; info; admin; network; wallops; };
  maxlogins = 5; maxusers = ${perAddress}; maxnicks = 5; maxchans = 5; mdlimit = 30; casemapping = rfc1459;
};
uplink "${serverName}" { host = "127.0.0.1"; password = "${linkPassword}"; port = ${ports.link}; };
${service('nickserv', 'NickServ', 'spam; expire = 30; maxnicks = 5;')}
${service('chanserv', 'ChanServ', 'fantasy; templates { };')}
${service('operserv', 'OperServ')}
saslserv { nick = "SaslServ"; user = "SaslServ"; host = "services.localhost"; real = "SaslServ"; };
operclass "user" { };
operclass "ircop" { extends "user"; privs { special:ircop; }; };
operclass "sra" {
  privs {
    special:ircop; general:auspex; user:auspex; user:admin; user:fregister; user:sendpass; user:vhost; user:mark;
    user:hold; user:regnolimit; user:loginnolimit; user:exceedlimits; general:metadata; general:admin;
    general:viewprivs; operserv:omode; chan:admin; chan:auspex;
  };
};
operator "${operator}" { operclass = "sra"; };
httpd { host = "127.0.0.1"; www_root = "/nonexistent"; port = ${ports.rpc}; };
general {
  helpchan = "#help"; silent; flood_msgs = 0; commit_interval = 1; default_clone_allowed = 50;
  default_clone_warn = 40; uflags = { hidemail; }; cflags = { };
};
database { };
`;
