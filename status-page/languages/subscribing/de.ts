import type { SubscribingWords } from './words.ts';

const span = ({ from, to }: { from: string; to: string }) => `Von ${from} bis ${to}.`;

export const de: SubscribingWords = {
  heading: 'Meldungen per E-Mail',
  headingOfAll: 'Meldungen erhalten',
  lead: 'Wir schreiben, wenn etwas ausfällt, wenn es wieder geht und vor geplanten Arbeiten.',
  address: 'E-Mail-Adresse',
  submit: 'Abonnieren',
  choose: 'Komponenten auswählen',
  chooseMore: 'Auswählen, wovon Sie hören',
  chooseWay: 'Auswählen, wovon Sie hören und auf welchem Weg',
  by: 'Wie wir Sie erreichen',
  addressOfAll: 'Adresse oder Nummer',
  ways: {
    email: {
      name: 'E-Mail',
      hint: 'Eine Adresse wie name@example.org.',
      wrong: 'Es wurde nichts gesendet: Eine E-Mail-Adresse sieht aus wie name@example.org.',
    },
    slack: {
      name: 'Ein Slack-Kanal',
      hint: 'Die Adresse eines eingehenden Webhooks des Kanals: https://hooks.slack.com/services/…',
      wrong: 'Es wurde nichts gesendet: Das ist nicht die Adresse eines eingehenden Webhooks von Slack.',
    },
    teams: {
      name: 'Ein Kanal in Microsoft Teams',
      hint: 'Die Adresse, die der Workflow des Kanals für Webhook-Anforderungen zeigt.',
      wrong:
        'Es wurde nichts gesendet: Das ist nicht die Adresse eines Workflows oder Webhooks von Microsoft Teams.',
    },
    sms: {
      name: 'SMS',
      hint: 'Eine Nummer mit ihrem Land, etwa +43 660 5550100. Sie hören nur von Beginn und Ende.',
      wrong: 'Es wurde nichts gesendet: Eine Nummer sieht aus wie +43 660 5550100, mit ihrem Land.',
    },
  },
  smsOnly: (codes) => `SMS gehen an Nummern, die so beginnen: ${codes}.`,
  chooseLead: 'Ohne Auswahl erfahren Sie alles.',
  topics: {
    legend: 'Wovon Sie hören möchten',
    all: 'Störungen und geplante Arbeiten',
    incidents: 'Nur Störungen',
    maintenance: 'Nur geplante Arbeiten',
    each: {
      incidents: 'Störungen',
      maintenance: 'Geplante Arbeiten',
      components: 'Änderungen am Zustand einer Komponente',
    },
  },
  updates: {
    legend: 'Von jeder Störung',
    all: 'Jede Meldung',
    'start-and-end': 'Nur Beginn und Ende',
  },
  gone: 'Eine Komponente, die nicht mehr auf dieser Seite ist',
  wrongChoice: (field) =>
    `Es wurde nichts geändert: „${field}“ enthält eine Auswahl, die diese Seite nicht anbietet. Bitte wählen Sie noch einmal.`,
  noTopic: (field) =>
    `Es wurde nichts geändert: Bitte wählen Sie unter „${field}“ mindestens eines, oder bestellen Sie ab.`,
  leaveEmpty: 'Dieses Feld leer lassen',
  asked: {
    title: 'Sehen Sie in Ihr Postfach',
    text: 'Wenn diese Adresse unsere Post empfangen kann, ist eine Nachricht unterwegs. Folgen Sie dem Link darin und drücken Sie dort den Knopf; bis dahin ändert sich nichts.',
  },
  askedThere: {
    title: 'Dort kommt unsere Nachricht an',
    text: 'Wenn dort eine Nachricht von uns ankommen kann, ist sie unterwegs. Folgen Sie dem Link darin und drücken Sie dort den Knopf; bis dahin ändert sich nichts.',
  },
  tooMany: {
    title: 'Zu viele Anfragen',
    text: 'Es wurde nichts gesendet. Bitte versuchen Sie es in einigen Minuten wieder.',
  },
  unknown: {
    title: 'Dieser Link gilt nicht',
    text: 'Vielleicht ist er abgelaufen. Auf der Statusseite können Sie einen neuen anfordern.',
  },
  confirm: (page, address) => ({
    title: `Meldungen von ${page}`,
    text: `Sollen sie an ${address} gehen?`,
    button: 'Ja, abonnieren',
  }),
  confirmed: (page) => ({
    title: 'Sie sind angemeldet',
    text: `Wir schreiben Ihnen, wenn bei ${page} etwas geschieht.`,
  }),
  manage: (page, address) => ({
    title: `Ihre Meldungen von ${page}`,
    text: `Sie gehen an ${address}.`,
    button: 'Speichern',
  }),
  saved: { title: 'Gespeichert', text: 'Von jetzt an erfahren Sie, was Sie ausgewählt haben.' },
  end: (page, address) => ({
    title: `Keine Meldungen von ${page} mehr?`,
    text: `Sie gehen an ${address}.`,
    button: 'Abmelden',
  }),
  endHere: 'Abmelden',
  sendLink: {
    mail: 'Mir einen Link mailen, um die Auswahl zu ändern',
    there: 'Einen Link dorthin senden, um die Auswahl zu ändern',
    contact: 'Dem Kontakt dieses Webhooks einen Link mailen, um die Auswahl zu ändern',
  },
  noLink: 'Um die Auswahl zu ändern, schreiben Sie dem Team hinter der Statusseite.',
  ended: (page) => ({
    title: 'Sie sind abgemeldet',
    text: `Wir senden Ihnen keine Meldungen von ${page} mehr.`,
  }),
  back: 'Zur Statusseite',
  confirmMail: (page, link) => ({
    subject: `Meldungen von ${page} bestätigen`,
    text: `Jemand, wahrscheinlich Sie, hat für diese Adresse Meldungen von ${page} bestellt.\n\nZum Bestätigen öffnen Sie innerhalb von 7 Tagen diese Seite und drücken Sie den Knopf:\n${link}\n\nWaren Sie es nicht, tun Sie nichts: Es wird nichts weiter gesendet.`,
  }),
  manageMail: (page, link) => ({
    subject: `Ihre Meldungen von ${page}`,
    text: `Diese Adresse hat Meldungen von ${page} abonniert.\n\nUm die Auswahl zu ändern oder sich abzumelden, öffnen Sie innerhalb von 24 Stunden diese Seite:\n${link}\n\nHaben Sie das nicht angefordert, tun Sie nichts: Es ändert sich nichts.`,
  }),
  manageHookMail: (page, { address, link }) => ({
    subject: `Ihre Meldungen von ${page}`,
    text: `Ihr Webhook bei ${address} erhält Meldungen von ${page}.\n\nUm die Auswahl zu ändern oder ihn abzumelden, öffnen Sie innerhalb von 24 Stunden diese Seite:\n${link}\n\nHaben Sie das nicht angefordert, tun Sie nichts: Es ändert sich nichts.`,
  }),
  stoppedMail: (page, { address, reason, link }) => ({
    subject: `Ihr Webhook erhält keine Meldungen von ${page} mehr`,
    text: `Wir konnten ${address} nicht erreichen und versuchen es nicht mehr. Der letzte Versuch schlug fehl: ${reason}\n\nUm wieder zu beginnen, öffnen Sie diese Seite innerhalb von 7 Tagen und drücken Sie den Knopf:\n${link}\n\nWas inzwischen fehlte, steht auf der Statusseite.`,
  }),
  foot: (page, address, end) =>
    `Statusseite: ${page}\nAbmelden oder Auswahl ändern: ${end}\nDiese Nachricht ging an ${address}.`,
  moved: (page, day) =>
    `Sie haben ${page} bei dem Dienst abonniert, der die Seite früher veröffentlicht hat. Ihr Abonnement wurde am ${day} hierher übernommen.`,
  confirmSms: (page, link) =>
    `${page}: Für SMS bei Störungen öffnen Sie innerhalb von 7 Tagen ${link} und drücken den Knopf. Sonst tun Sie nichts. STOP beendet sie.`,
  manageSms: (page, link) =>
    `${page}: Um Ihre Auswahl zu ändern oder sich abzumelden, öffnen Sie innerhalb von 24 Stunden ${link}. Haben Sie das nicht angefordert, tun Sie nichts.`,
  stopSms: 'STOP beendet diese SMS.',
  affects: (names) => `Betroffen: ${names}`,
  earlier: 'Was zuvor gemeldet wurde:',
  work: {
    announced: (work) => ({
      subject: `Geplant: ${work.title}`,
      text: `Wartungsarbeiten sind geplant. ${span(work)}`,
    }),
    soon: (work) => ({
      subject: `Bald: ${work.title}`,
      text: `Wartungsarbeiten beginnen bald. ${span(work)}`,
    }),
    started: (work) => ({
      subject: `Begonnen: ${work.title}`,
      text: `Wartungsarbeiten haben begonnen. ${span(work)}`,
    }),
    ended: (work) => ({
      subject: `Beendet: ${work.title}`,
      text: `Wartungsarbeiten sind beendet. ${span(work)}`,
    }),
    moved: (work) => ({
      subject: `Verschoben: ${work.title}`,
      text: `Wartungsarbeiten wurden verschoben.\nBisher: ${span(work.before ?? work)}\nJetzt: ${span(work)}`,
    }),
    cancelled: (work) => ({
      subject: `Abgesagt: ${work.title}`,
      text: `Wartungsarbeiten finden nicht statt. ${span(work)}`,
    }),
  },
};
