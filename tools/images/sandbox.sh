# What a container gives a service, made of Linux' own parts: a root that is read-only, /app and nothing else of ours, an
# empty /tmp that may be written, user 65532 and no privileges. To be run in a mount namespace of its own (sandbox.ts).
# usage: sh sandbox.sh <folder for /app> <node> <folder to mount its root on> <command> <argument>…
set -eu
app=$1 node=$2 root=$3
shift 3

mount -t tmpfs -o mode=755 tmpfs "$root"
cd "$root"
mkdir app dev etc old proc tmp usr
mount --bind -o ro "$app" app
mount --rbind -o ro /usr usr
mount --rbind -o ro /etc etc
mount --rbind /proc proc
mount -t tmpfs -o mode=1777 tmpfs tmp
touch node
mount --bind -o ro "$node" node
for device in null random urandom zero; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
for system in bin lib lib64 sbin; do
  if [ -L "/$system" ]; then
    ln -s "$(readlink "/$system")" "$system"
  elif [ -d "/$system" ]; then
    mkdir "$system"
    mount --rbind -o ro "/$system" "$system"
  fi
done
pivot_root . old
cd /app
umount -l /old
rmdir /old
mount -o remount,bind,ro /

# A user namespace in which root is only borrowed has no user 65532 to change to: one more has.
case $(cat /proc/self/uid_map) in
*4294967295*) exec setpriv --reuid 65532 --regid 65532 --clear-groups --no-new-privs -- "$@" ;;
*) exec setpriv --no-new-privs -- unshare --user --map-user=65532 --map-group=65532 -- "$@" ;;
esac
