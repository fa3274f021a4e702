#!/bin/sh
# Makes an installable package with its own runtime for the system it runs on, into target/dist:
# a .deb on Linux, a .dmg on macOS, an .msi on Windows (from Git Bash, with the WiX toolset).
set -eu

fail() {
  printf 'package: %s\n' "$@" >&2
  exit 3
}

root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/packaging/jdk.sh"
cd "$root"
find_jdk
# Builds what is not built, as a start does.
version=$(./opsdesk --version)
version=${version#opsdesk }

case $(uname -s) in
  Linux) system=linux image=target/dist/opsdesk app=lib/app java=lib/runtime/bin/java ;;
  Darwin) system=macos image=target/dist/opsdesk.app app=Contents/app java=Contents/runtime/Contents/Home/bin/java ;;
  MINGW* | MSYS*) system=windows image=target/dist/opsdesk app=app java=runtime/bin/java.exe ;;
  *) fail "no package is made on $(uname -s)." ;;
esac

rm -rf target/dist
mkdir -p target/dist/input
cp target/opsdesk.jar target/dist/input/
cp -R target/lib target/dist/input/lib

# jdeps names the first line; the second is found at run time only: LDAP and certificates, zip file systems, sun.misc.Unsafe.
modules=java.desktop,java.logging,java.management,java.net.http,java.security.jgss,java.sql,java.xml,jdk.net,jdk.security.auth
modules=$modules,java.naming,jdk.management,jdk.unsupported,jdk.zipfs,javafx.controls,javafx.fxml
"$jdk/bin/jlink" --module-path target/javafx --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
  --compress zip-6 --output target/dist/runtime

# Every option of a start but the module path: the runtime holds JavaFX.
while IFS= read -r option; do
  case $option in
    '' | '#'*) ;;
    *) printf '%s\n' "--java-options" "\"$option\"" ;;
  esac
done <packaging/java.options >target/dist/options.args

"$jdk/bin/jpackage" @packaging/jpackage/image.args @packaging/jpackage/image-$system.args @target/dist/options.args \
  --type app-image --app-version "$version" --input target/dist/input --runtime-image target/dist/runtime --dest target/dist

# The jar's manifest names its libraries, so the launcher needs the jar alone; the start-up cache is made the same way.
cfg=$image/$app/opsdesk.cfg
sed '/^app.classpath=/{/opsdesk\.jar$/!d;}' "$cfg" >target/dist/opsdesk.cfg
mv target/dist/opsdesk.cfg "$cfg"
(
  cd "$image/$app"
  OPSDESK_DATA=$root/target/training "$root/$image/$java" -XX:AOTCacheOutput=opsdesk.aot -Xlog:aot=off -Xlog:cds=off \
    -Dglass.platform=Headless -Dprism.order=sw -Xmx256m @"$root/packaging/java.options" \
    -cp "$PWD/opsdesk.jar" tech.atoms.opsdesk.Launcher train
) >target/dist/opsdesk.aot.log 2>&1 || fail "the start-up cache could not be made; see target/dist/opsdesk.aot.log"

if [ "$system" != linux ]; then
  "$jdk/bin/jpackage" @packaging/jpackage/package-$system.args --app-version "$version" --app-image "$image" --dest target/dist
  exit
fi

# The .deb: the image under /opt, and what the desktop looks for under /usr.
deb=target/dist/deb
mkdir -p $deb/opt $deb/usr/bin $deb/usr/share/applications $deb/usr/share/doc/opsdesk $deb/DEBIAN
mv "$image" $deb/opt/opsdesk
cp packaging/java.options $deb/opt/opsdesk/lib/app/
# The cache must fit a place other than the one it was made in.
(
  cd "$deb/opt/opsdesk/lib"
  runtime/bin/java -Xmx256m -XX:AOTCache=app/opsdesk.aot -XX:AOTMode=on -Xlog:cds=off @app/java.options \
    -cp app/opsdesk.jar tech.atoms.opsdesk.Launcher --version
) >target/dist/opsdesk.moved.log 2>&1 || fail "the image does not start with its start-up cache; see target/dist/opsdesk.moved.log"
cp packaging/opsdesk-installed.sh $deb/opt/opsdesk/bin/opsdesk
ln -s /opt/opsdesk/bin/opsdesk $deb/usr/bin/opsdesk
cp packaging/opsdesk.desktop $deb/usr/share/applications/
cp README.md $deb/usr/share/doc/opsdesk/
for size in 48 128 256 512; do
  mkdir -p $deb/usr/share/icons/hicolor/${size}x$size/apps
  cp packaging/icons/opsdesk-$size.png $deb/usr/share/icons/hicolor/${size}x$size/apps/opsdesk.png
done
mkdir -p $deb/usr/share/icons/hicolor/scalable/apps
cp packaging/icons/opsdesk.svg $deb/usr/share/icons/hicolor/scalable/apps/
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$(dpkg --print-architecture)/" -e "s/@SIZE@/$(du -sk $deb | cut -f 1)/" \
  packaging/debian-control >$deb/DEBIAN/control
find $deb -type d -exec chmod 755 {} +
package=target/dist/opsdesk_${version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group -Zxz -z1 --build $deb "$package" >/dev/null
printf 'package: %s (%s MB)\n' "$package" $(($(wc -c <"$package") / 1000000))
