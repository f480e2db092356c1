/**
 * How much of something a test tries: `npm test` a part that runs in minutes, `npm run test:all` the whole.
 *
 * @param part enough to see the kind of fault that the test is about
 * @param whole enough to find one that occurs once in so many
 */
export const sized = <T,>(part: T, whole: T): T => (process.env.TEST_ALL === '1' ? whole : part);
