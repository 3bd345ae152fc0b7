#!/bin/bash
# Prepares a machine for Patchbay's accounts, or takes that back; may be run again. Run as root:
#   install.sh --key FILE        FILE holds the public key of Patchbay's own key pair
#   install.sh --remove          keeps people's accounts; takes everything else away
# Names and places can be changed with --user, --group, --home, --prefix NAME (of files in /etc and /var/lib) and
# --no-sshd, which leaves sshd_config alone and prints what belongs there.
set -eu -o pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd "$(dirname "$0")" && pwd)

user=patchbay group=patchbay-people home=/home prefix=patchbay key= remove=false sshd=true
while [ "$#" -gt 0 ]; do
  case $1 in
  --key) key=$2 && shift ;;
  --user) user=$2 && shift ;;
  --group) group=$2 && shift ;;
  --home) home=$2 && shift ;;
  --prefix) prefix=$2 && shift ;;
  --remove) remove=true ;;
  --no-sshd) sshd=false ;;
  *) echo "install.sh: unknown option $1" >&2 && exit 64 ;;
  esac
  shift
done
for word in "$user" "$group" "$prefix"; do
  [[ $word =~ ^[a-z][a-z0-9-]{1,30}$ ]] || { echo "install.sh: \"$word\" is no name" >&2 && exit 64; }
done
[ "$(id -u)" -eq 0 ] || { echo 'install.sh: run it as root' >&2 && exit 77; }

script=/usr/local/sbin/$prefix-provision
config=/etc/$prefix-provision.conf
keys=/etc/ssh/$prefix-keys
state=/var/lib/$prefix-provision
sudoers=/etc/sudoers.d/$prefix-provision
dropin=/etc/ssh/sshd_config.d/50-$prefix.conf

sshd_lines() {
  cat <<CONF
Match User $user
  AuthorizedKeysFile $keys/%u
  AuthenticationMethods publickey
  DisableForwarding yes
  PermitTTY no
  ForceCommand sudo -n $script --config $config
Match Group $group
  AuthorizedKeysFile $keys/%u
  AuthenticationMethods publickey
Match all
CONF
}

if $remove; then
  rm -f -- "$sudoers" "$dropin" "$script" "$config" "$keys/$user"
  rmdir -- "$keys" 2>/dev/null || true
  userdel --remove -- "$user" 2>/dev/null || true
  if [ -z "$(ls -A "$state/accounts" 2>/dev/null)" ]; then
    rm -rf -- "$state"
    groupdel -- "$group" 2>/dev/null || true
  fi
  exit 0
fi

for program in sudo visudo useradd ssh-keygen flock; do
  command -v "$program" >/dev/null || { echo "install.sh: $program is missing" >&2 && exit 69; }
done
[ -n "$key" ] || { echo 'install.sh: --key FILE is missing' >&2 && exit 64; }
ssh-keygen -l -f "$key" >/dev/null || { echo "install.sh: $key holds no public key" >&2 && exit 65; }

getent group -- "$group" >/dev/null || groupadd -- "$group"
getent passwd -- "$user" >/dev/null ||
  useradd --system --password '*' --home-dir "$state/login" --shell /bin/sh -- "$user"
install -d -o root -g root -m 0755 "$keys" "$state"
install -d -o root -g root -m 0755 "$state/login"
install -d -o root -g root -m 0700 "$state/accounts"
install -o root -g root -m 0755 "$here/patchbay-provision" "$script"
printf 'group=%s\nkeys=%s\nstate=%s\nhome=%s\n' "$group" "$keys" "$state" "$home" >"$config"
chmod 0644 "$config"
printf 'restrict %s\n' "$(cut -d' ' -f1,2 "$key")" >"$keys/$user"
chmod 0644 "$keys/$user"

# Naming the one variable: SETENV would let the caller set any.
draft=$(mktemp)
trap 'rm -f -- "$draft"' EXIT
printf 'Defaults:%s env_keep += "SSH_ORIGINAL_COMMAND", !requiretty\n%s ALL=(root) NOPASSWD: %s --config %s\n' \
  "$user" "$user" "$script" "$config" >"$draft"
visudo -cqf "$draft"
install -o root -g root -m 0440 "$draft" "$sudoers"

if $sshd; then
  sshd_lines >"$dropin"
  chmod 0644 "$dropin"
  if ! sshd -t; then
    rm -f -- "$dropin"
    echo 'install.sh: sshd does not accept the configuration; nothing of it is left' >&2
    exit 78
  fi
  echo 'Reload sshd now (systemctl reload ssh). Then enter in Patchbay:'
else
  sshd_lines
fi
for file in /etc/ssh/ssh_host_ed25519_key.pub; do
  if [ -f "$file" ]; then echo "Host key fingerprint: $(ssh-keygen -l -f "$file" | cut -d' ' -f2)"; fi
done
echo "User name: $user"
