// SP90 to SP92: the sign-up form, and the links in mails. For everybody, without script. A GET changes nothing,
// because the scanners of mail servers follow every link; a POST comes from a person's button, or from a mail
// program's one-click unsubscribe (RFC 8058).
import { isIPv6 } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languages, type Language } from '#status-page/languages/index.ts';
import type { SubscribingAnswer } from '#status-page/html/subscribing.ts';
import { signUpTopics } from '#status-page/sign-up-ways.ts';
