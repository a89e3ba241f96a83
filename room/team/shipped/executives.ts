// Templates for executives: size, risk, and what we ask of them. No technical detail.
export const executives = `
## investigating

{title}: we are looking into it

Impact: {impact}

Began: {started}. {commander} leads the response.

What customers were told: [nothing yet, or what]
Decisions needed from you: [none, or which]

Expected to work again: {eta}. Next update: {next update}.

## identified

{title}: we know the cause

Impact: {impact}

What is being done: [one plain sentence]
Risk: [what could still get worse]
Decisions needed from you: [none, or which]

Expected to work again: {eta}. Next update: {next update}.

## monitoring

{title}: a fix is in place, we are watching it

Impact: {impact}

What was done: [one plain sentence]
What customers were told: [what]

Next update: {next update}.

## resolved

{title}: over

Impact: {impact}

Began: {started}. Ended: {ended}.
What customers were told: [what]
What it cost, as far as we know: [customers, money, obligations]

A review follows.

## follow-up

{title}: what happened and what changes

Impact: {impact}

What happened: [two plain sentences]
What changes, by whom and when: [one line for each]
Decisions needed from you: [none, or which]
`;
