package tech.atoms.opsdesk.workflow.deploy;

import java.util.function.Supplier;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Guards;

/**
 * What a desk knows beside the providers.
 *
 * @param readiness its checklist, whose records were read; opened when it is first asked for
 * @param guards its freezes
 * @param store its records, which every backup keeps a dump of
 */
public record Evidence(Supplier<Readiness> readiness, Guards guards, Store store) {}
