/** The child's end of {@link Child.ask}: what the benchmark wants to know of a process it started. */
const answers = new Map();

export function answer(question, give) {
  answers.set(question, give);
}

process.on('message', ({ id, question, argument }) => {
  process.send({ id, value: answers.get(question)(argument) });
});
// Nothing started here outlives the benchmark, whatever becomes of it.
process.on('disconnect', () => process.exit());
process.channel.unref();
