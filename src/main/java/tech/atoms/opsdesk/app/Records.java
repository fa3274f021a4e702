package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import tech.atoms.opsdesk.store.Store;

/**
 * Where the desk keeps what people and checks say.
 *
 * @param store stays the caller's to close
 * @param data the desk's data directory
 * @param profile the profile's file; templates of one's own lie beside it
 */
record Records(Store store, Path data, Path profile) {}
