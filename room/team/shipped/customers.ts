// Templates for customers. The first line of each stage is the headline: an e-mail's subject, a post's first sentence.
export const customers = `
## investigating

We are looking into a problem with {components}

What you may notice: {impact}

It began on {started}. We are looking for the cause.

When it will work again: {eta}. Next update: {next update}.

## identified

We know what is wrong with {components} and are working on it

What you may notice: {impact}

We found the cause and are working on a fix. [what people can do meanwhile, or take this line out]

When it will work again: {eta}. Next update: {next update}.

## monitoring

A fix for {components} is in place and we are watching it

What you may have noticed: {impact}

It should work again for you now. If it does not, please tell us: [where to write].

Next update: {next update}.

## resolved

The problem with {components} is over

What you may have noticed: {impact}

It began on {started} and ended on {ended}. We are sorry for the trouble it caused.

[whether anything is to be done or checked by readers]

We will write again when we know what we will change so that it does not come back.

## follow-up

What happened to {components}, and what we are changing

What you may have noticed: {impact}

It began on {started} and ended on {ended}.

What happened: [in two or three plain sentences]

What we are changing: [one line for each change]

We are sorry. If something still does not look right, please tell us: [where to write].
`;
