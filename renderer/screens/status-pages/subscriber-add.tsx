import type { AddedSubscriber, CsvReport } from '#wire/api/status-pages.ts';
import { useState, type FormEvent, type RefObject } from 'react';
import { signUpTopics } from '#status-page/sign-up-ways.ts';
