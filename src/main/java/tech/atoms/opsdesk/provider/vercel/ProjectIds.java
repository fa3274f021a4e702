package tech.atoms.opsdesk.provider.vercel;

/**
 * What identifies a project.
 *
 * @param id {@code prj_…}
 * @param name its name
 * @param owner id of the team or user that owns it
 */
public record ProjectIds(String id, String name, String owner) {}
