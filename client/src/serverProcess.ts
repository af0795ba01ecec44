/**
 * What Node is told when it starts the server. What is known of a large configuration lives as long as its version,
 * and with the usual 16 MB for young objects most of it is copied several times before that is over: for a text of
 * 5 MB that takes as long as everything else. `npm run bench` measures with the same.
 */
export const SERVER_ARGUMENTS: readonly string[] = ['--max-semi-space-size=32'];
