/** Routes of the page: sign-in with a one-time token, and the page's files. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DevPage } from '../core/host/dev-page.ts';
import type { Sessions } from './guard.ts';
import { spentTokenPage, waitPage } from './pages.ts';

const HTML = 'text/html; charset=utf-8';

interface PageRoutes {
  sessions: Sessions;
  cookieName(): string;
  hasSession(request: FastifyRequest): boolean;
  dev: DevPage | null;
  /** Called when a browser was signed in. */
  signedIn(request: FastifyRequest): void;
}

export function registerPage(app: FastifyInstance, options: PageRoutes): void {
  const { sessions, cookieName, hasSession, dev, signedIn } = options;

  const sendPage = (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
    reply.header('cache-control', 'no-store');
    return dev === null ? reply.sendFile('index.html') : sendDevFile(dev, request, reply);
  };

  app.get('/', async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    if (token === undefined) return sendPage(request, reply);
    reply.header('cache-control', 'no-store');
    const signIn = sessions.exchange(typeof token === 'string' ? token : '');
    if ('session' in signIn) {
      signedIn(request);
      reply.setCookie(cookieName(), signIn.session, { path: '/', httpOnly: true, sameSite: 'strict' });
    } else if (!hasSession(request))
      return signIn.refused === 'wait'
        ? reply.code(429).type(HTML).send(waitPage())
        : reply.code(401).type(HTML).send(spentTokenPage());
    return reply.redirect('/', 303);
  });

  // A page whose socket is refused cannot read why. This tells it: only a signed-in page gets here.
  app.get('/session', (_request, reply) => reply.header('cache-control', 'no-store').code(204).send());

  // A path without a file extension is the page, so that an address like `/batch/1` opens the app.
  app.get('/*', async (request, reply) => {
    if (dev !== null) return sendDevFile(dev, request, reply);
    const path = new URL(request.url, 'http://localhost').pathname;
    return /\.[a-z0-9]+$/i.test(path) ? reply.sendFile(path.slice(1)) : sendPage(request, reply);
  });
}

async function sendDevFile(
  dev: DevPage,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const headers = request.headers as Record<string, string | undefined>;
  return reply.send(await dev.load(request.url, headers));
}
