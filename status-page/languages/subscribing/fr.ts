import type { SubscribingWords } from './words.ts';

const span = ({ from, to }: { from: string; to: string }) => `De ${from} à ${to}.`;

export const fr: SubscribingWords = {
  heading: 'Nouvelles par e-mail',
  headingOfAll: 'Recevoir les nouvelles',
  lead: 'Nous écrivons en cas de panne, au rétablissement et avant les travaux prévus.',
  address: 'Adresse e-mail',
  submit: 'S’abonner',
  choose: 'Choisir des composants',
  chooseMore: 'Choisir ce que vous recevez',
  chooseWay: 'Choisir ce que vous recevez, et comment',
  by: 'Comment vous joindre',
  addressOfAll: 'Adresse ou numéro',
  ways: {
    email: {
      name: 'E-mail',
      hint: 'Une adresse comme nom@example.org.',
      wrong: 'Rien n’a été envoyé : une adresse e-mail ressemble à nom@example.org.',
    },
    slack: {
      name: 'Un canal Slack',
      hint: 'L’adresse d’un webhook entrant du canal : https://hooks.slack.com/services/…',
      wrong: 'Rien n’a été envoyé : ce n’est pas l’adresse d’un webhook entrant de Slack.',
    },
    teams: {
      name: 'Un canal Microsoft Teams',
      hint: 'L’adresse que montre le flux de travail du canal pour les requêtes webhook.',
      wrong:
        'Rien n’a été envoyé : ce n’est pas l’adresse d’un flux de travail ou d’un webhook de Microsoft Teams.',
    },
    sms: {
      name: 'SMS',
      hint: 'Un numéro avec son pays, comme +43 660 5550100. Vous apprenez seulement le début et la fin.',
      wrong: 'Rien n’a été envoyé : un numéro ressemble à +43 660 5550100, avec son pays.',
    },
  },
  smsOnly: (codes) => `Les SMS sont envoyés aux numéros qui commencent par ${codes}.`,
  chooseLead: 'Sans choix, vous recevez tout.',
  topics: {
    legend: 'Ce que vous souhaitez recevoir',
    all: 'Incidents et travaux prévus',
    incidents: 'Incidents seulement',
    maintenance: 'Travaux prévus seulement',
    each: {
      incidents: 'Incidents',
      maintenance: 'Travaux prévus',
      components: 'Changements d’état d’un composant',
    },
  },
  updates: {
    legend: 'Pour chaque incident',
    all: 'Toutes les mises à jour',
    'start-and-end': 'Seulement le début et la fin',
  },
  gone: 'Un composant qui n’est plus sur cette page',
  wrongChoice: (field) =>
    `Rien n’a été modifié : « ${field} » contient un choix que cette page ne propose pas. Veuillez choisir à nouveau.`,
  noTopic: (field) =>
    `Rien n’a été modifié : veuillez cocher au moins une case sous « ${field} », ou vous désabonner.`,
  leaveEmpty: 'Laissez ce champ vide',
  asked: {
    title: 'Consultez votre messagerie',
    text: 'Si cette adresse peut recevoir nos e-mails, un message est en route. Suivez son lien et appuyez sur le bouton ; d’ici là, rien ne change.',
  },
  askedThere: {
    title: 'Notre message vous attend là-bas',
    text: 'Si notre message peut y arriver, il est en route. Suivez son lien et appuyez sur le bouton ; d’ici là, rien ne change.',
  },
  tooMany: {
    title: 'Trop de demandes',
    text: 'Rien n’a été envoyé. Veuillez réessayer dans quelques minutes.',
  },
  unknown: {
    title: 'Ce lien n’est pas valable',
    text: 'Il a peut-être expiré. La page de statut permet d’en demander un autre.',
  },
  confirm: (page, address) => ({
    title: `Nouvelles de ${page}`,
    text: `Faut-il les envoyer à ${address} ?`,
    button: 'Oui, m’abonner',
  }),
  confirmed: (page) => ({
    title: 'Vous êtes abonné',
    text: `Nous vous écrivons quand quelque chose arrive à ${page}.`,
  }),
  manage: (page, address) => ({
    title: `Vos nouvelles de ${page}`,
    text: `Elles vont à ${address}.`,
    button: 'Enregistrer',
  }),
  saved: { title: 'Enregistré', text: 'Vous recevrez désormais ce que vous avez choisi.' },
  end: (page, address) => ({
    title: `Ne plus recevoir les nouvelles de ${page} ?`,
    text: `Elles vont à ${address}.`,
    button: 'Se désabonner',
  }),
  endHere: 'Se désabonner',
  sendLink: {
    mail: 'M’envoyer un lien pour changer mes choix',
    there: 'Y envoyer un lien pour changer ces choix',
    contact: 'Envoyer au contact de ce webhook un lien pour changer ses choix',
  },
  noLink: 'Pour changer ces choix, écrivez à l’équipe qui tient cette page.',
  ended: (page) => ({
    title: 'Vous êtes désabonné',
    text: `Nous ne vous envoyons plus de nouvelles de ${page}.`,
  }),
  back: 'Vers la page de statut',
  confirmMail: (page, link) => ({
    subject: `Confirmez les nouvelles de ${page}`,
    text: `Quelqu’un, probablement vous, a demandé les nouvelles de ${page} pour cette adresse.\n\nPour confirmer, ouvrez cette page dans les 7 jours et appuyez sur le bouton :\n${link}\n\nSi ce n’était pas vous, ne faites rien : rien d’autre ne sera envoyé.`,
  }),
  manageMail: (page, link) => ({
    subject: `Vos nouvelles de ${page}`,
    text: `Cette adresse est abonnée aux nouvelles de ${page}.\n\nPour changer vos choix ou vous désabonner, ouvrez cette page dans les 24 heures :\n${link}\n\nSi vous ne l’avez pas demandé, ne faites rien : rien ne change.`,
  }),
  manageHookMail: (page, { address, link }) => ({
    subject: `Vos nouvelles de ${page}`,
    text: `Votre webhook chez ${address} reçoit les nouvelles de ${page}.\n\nPour changer ses choix ou le désabonner, ouvrez cette page dans les 24 heures :\n${link}\n\nSi vous ne l’avez pas demandé, ne faites rien : rien ne change.`,
  }),
  stoppedMail: (page, { address, reason, link }) => ({
    subject: `Votre webhook ne reçoit plus les avis de ${page}`,
    text: `Nous n’avons pas pu joindre ${address} et avons cessé d’essayer. Le dernier essai a échoué : ${reason}\n\nPour reprendre, ouvrez cette page dans les 7 jours et appuyez sur le bouton :\n${link}\n\nCe qui a manqué se trouve sur la page d’état.`,
  }),
  foot: (page, address, end) =>
    `Page de statut : ${page}\nSe désabonner ou changer ses choix : ${end}\nCe message a été envoyé à ${address}.`,
  moved: (page, day) =>
    `Vous vous êtes abonné à ${page} auprès du service qui publiait la page auparavant. Votre abonnement a été repris ici le ${day}.`,
  confirmSms: (page, link) =>
    `${page} : pour recevoir des SMS en cas de panne, ouvrez ${link} sous 7 jours et appuyez sur le bouton. Sinon, ne faites rien. STOP y met fin.`,
  manageSms: (page, link) =>
    `${page} : pour changer ce que vous recevez ou vous désabonner, ouvrez ${link} sous 24 heures. Si vous n’avez rien demandé, ne faites rien.`,
  stopSms: 'STOP met fin à ces SMS.',
  affects: (names) => `Concerne : ${names}`,
  earlier: 'Ce qui a été dit auparavant :',
  work: {
    announced: (work) => ({
      subject: `Prévu : ${work.title}`,
      text: `Une maintenance est prévue. ${span(work)}`,
    }),
    soon: (work) => ({
      subject: `Bientôt : ${work.title}`,
      text: `Une maintenance commence bientôt. ${span(work)}`,
    }),
    started: (work) => ({
      subject: `Commencé : ${work.title}`,
      text: `La maintenance a commencé. ${span(work)}`,
    }),
    ended: (work) => ({
      subject: `Terminé : ${work.title}`,
      text: `La maintenance est terminée. ${span(work)}`,
    }),
    moved: (work) => ({
      subject: `Déplacé : ${work.title}`,
      text: `La maintenance a été déplacée.\nAvant : ${span(work.before ?? work)}\nMaintenant : ${span(work)}`,
    }),
    cancelled: (work) => ({
      subject: `Annulé : ${work.title}`,
      text: `La maintenance n’a pas lieu. ${span(work)}`,
    }),
  },
};
