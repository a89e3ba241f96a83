import { checkoutReview } from '#room/pir/fixtures/checkout.ts';
import { formats } from '#room/pir/formats/index.ts';
import { shippedTemplates } from '#room/pir/templates/shipped.ts';
import { toRoom } from '#room/pir/templates/template.ts';
for (const n of ['Short','Public']) { const t = shippedTemplates.find((x)=>x.name===n)!; console.log(await formats.markdown.render({ ...checkoutReview(), template: toRoom(t) } as never)); console.log('=========='); }
