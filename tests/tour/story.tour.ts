// The story of four people, with pictures of every screen after each chapter.
import { env } from 'node:process';
import '../e2e/four-people.spec.ts';

env['MUSTER_SHOTS'] ??= 'shots';
