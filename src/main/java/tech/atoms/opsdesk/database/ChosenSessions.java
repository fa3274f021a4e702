package tech.atoms.opsdesk.database;

/**
 * How many sessions a choice means.
 *
 * @param count rows
 * @param live how many of them have not expired
 * @param users how many users they belong to; those without a user count for none
 * @param addresses of the first five of these users, in order; empty where there are none
 * @param mark differs where others are meant, although as many
 */
public record ChosenSessions(long count, long live, long users, String addresses, String mark) {}
