package tech.atoms.opsdesk.workflow.deploy;

import java.util.function.Supplier;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.workflow.Guards;

/**
 * What a desk knows beside the providers.
 *
 * @param readiness its checklist, whose records were read; opened when it is first asked for
 * @param guards its freezes
 */
public record Evidence(Supplier<Readiness> readiness, Guards guards) {}
