#!/bin/sh
# The installed opsdesk command. jpackage's own launcher asks dpkg about itself first, which takes over a second.
lib=/opt/opsdesk/lib
exec "$lib/runtime/bin/java" -Xmx256m -XX:AOTCache=$lib/app/opsdesk.aot -Xlog:aot=off -Xlog:cds=off @$lib/app/java.options \
  -cp $lib/app/opsdesk.jar tech.atoms.opsdesk.Launcher "$@"
