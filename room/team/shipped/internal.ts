// Templates for colleagues outside the room: the known facts, and what we ask of them.
export const internal = `
## investigating

{number} {title}: {severity}, {status}

Impact: {impact}

Known so far: [what we know]
Checks that are down: {checks}
Commander: {commander}. Began: {started}.

Needed from you: [nothing, or what]

Expected to work again: {eta}. Next update: {next update}.

## identified

{number} {title}: cause identified ({severity})

Impact: {impact}

Cause: [what it is]
What is being done: [one line]
Commander: {commander}. Began: {started}.

Needed from you: [nothing, or what]

Expected to work again: {eta}. Next update: {next update}.

## monitoring

{number} {title}: fix in place, watching ({severity})

Impact: {impact}

What was done: [one line]
Checks that are down: {checks}

Please do not change: [what should be left alone]

Next update: {next update}.

## resolved

{number} {title}: resolved

Impact: {impact}

Began: {started}. Ended: {ended}.
What was done: [one line]
What is only patched: [nothing, or what]

A review follows. Write down what you saw while you remember it.

## follow-up

{number} {title}: what we learned

Impact: {impact}

Began: {started}. Ended: {ended}.
Cause: [what it was]
What changes, by whom and when: [one line for each]

The review: [where to read it]
`;
