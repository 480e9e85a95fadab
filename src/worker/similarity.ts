/** Entry of the thread that looks for similar documents. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SimilarityQuestion, similarityServer } from '../core/similarity/serve.ts';
import { threadPort } from '../core/util/threads.ts';

const port = threadPort(parentPort);
const server = similarityServer((workerData as { path: string }).path);
port.on('message', (question: SimilarityQuestion) => {
  void server.answer(question).then((answer) => port.postMessage(answer));
});
