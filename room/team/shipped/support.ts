// Templates for support staff: how to recognise the problem, what to say, and what not to say.
export const support = `
## investigating

{title}: what to tell customers who ask

How to recognise it: {impact}

Since: {started}. Affected: {components}.

You may say: we know about it and are working on it.
Please do not say: why it happened, or when it will be over.
When it will work again: {eta}.

Send cases to: [where]
Next update: {next update}.

## identified

{title}: cause known, what to tell customers who ask

How to recognise it: {impact}

You may say: we found the cause and are working on a fix.
What customers can do meanwhile: [nothing, or what]
When it will work again: {eta}.

Send cases to: [where]
Next update: {next update}.

## monitoring

{title}: it should work again

How to recognise it: {impact}

You may say: a fix is in place and we are watching it.
If a customer still sees it: [what to ask, where to send it]

Next update: {next update}.

## resolved

{title}: over

What customers saw: {impact}

It began on {started} and ended on {ended}.
You may say: it works again, and we are sorry.
If a customer still sees it: [what to ask, where to send it]
Waiting cases: [who answers them, by when]

## follow-up

{title}: what to tell customers who ask what happened

What customers saw: {impact}

You may say: [two plain sentences on what happened]
What changes: [one line]
Requests for compensation go to: [where]
`;
