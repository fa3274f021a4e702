#!/bin/sh
# The installed opsdesk command. jpackage's own launcher asks dpkg about itself first, which takes over a second.
lib=/opt/opsdesk/lib
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
# Without a graphics card GTK would load a renderer of 50 MB to learn that there is none.
if [ ! -e /dev/dri ]; then
  export GDK_GL="${GDK_GL:-disable}"
fi

exec "$lib/runtime/bin/java" -Xmx256m -XX:AOTCache=$lib/app/opsdesk.aot -Xlog:aot=off -Xlog:cds=off @$lib/app/java.options \
  -cp $lib/app/opsdesk.jar tech.atoms.opsdesk.Launcher "$@"
