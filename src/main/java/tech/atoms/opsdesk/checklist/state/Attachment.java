package tech.atoms.opsdesk.checklist.state;

/**
 * A file that a person added to a tick. Its content is in the store.
 *
 * @param name of the file, without directories
 * @param sha256 of its content, 64 hexadecimal digits
 * @param bytes its size
 */
public record Attachment(String name, String sha256, long bytes) {}
