import type { SubscribingWords } from './words.ts';

const span = ({ from, to }: { from: string; to: string }) => `De ${from} a ${to}.`;

export const es: SubscribingWords = {
  heading: 'Avisos por correo',
  headingOfAll: 'Recibir avisos',
  lead: 'Escribimos cuando algo falla, cuando vuelve a funcionar y antes de los trabajos previstos.',
  address: 'Dirección de correo',
  submit: 'Suscribirse',
  choose: 'Elegir componentes',
  chooseMore: 'Elegir de qué desea saber',
  chooseWay: 'Elegir de qué desea saber y por qué vía',
  by: 'Cómo le avisamos',
  addressOfAll: 'Dirección o número',
  ways: {
    email: {
      name: 'Correo',
      hint: 'Una dirección como nombre@example.org.',
      wrong: 'No se envió nada: una dirección de correo es como nombre@example.org.',
    },
    slack: {
      name: 'Un canal de Slack',
      hint: 'La dirección de un webhook entrante del canal: https://hooks.slack.com/services/…',
      wrong: 'No se envió nada: esta no es la dirección de un webhook entrante de Slack.',
    },
    teams: {
      name: 'Un canal de Microsoft Teams',
      hint: 'La dirección que muestra el flujo de trabajo del canal para solicitudes de webhook.',
      wrong: 'No se envió nada: esta no es la dirección de un flujo de trabajo o webhook de Microsoft Teams.',
    },
    sms: {
      name: 'SMS',
      hint: 'Un número con su país, como +43 660 5550100. Solo se avisa del comienzo y del final.',
      wrong: 'No se envió nada: un número es como +43 660 5550100, con su país.',
    },
  },
  smsOnly: (codes) => `Los SMS se envían a números que empiezan por ${codes}.`,
  chooseLead: 'Si no elige ninguno, recibirá todo.',
  topics: {
    legend: 'De qué desea saber',
    all: 'Incidentes y trabajos previstos',
    incidents: 'Solo incidentes',
    maintenance: 'Solo trabajos previstos',
    each: {
      incidents: 'Incidentes',
      maintenance: 'Trabajos previstos',
      components: 'Cambios de estado de un componente',
    },
  },
  updates: {
    legend: 'De cada incidente',
    all: 'Todas las actualizaciones',
    'start-and-end': 'Solo el inicio y el final',
  },
  gone: 'Un componente que ya no está en esta página',
  wrongChoice: (field) =>
    `No se ha cambiado nada: «${field}» contiene una opción que esta página no ofrece. Elija de nuevo.`,
  noTopic: (field) => `No se ha cambiado nada: marque al menos una opción en «${field}» o dese de baja.`,
  leaveEmpty: 'Deje este campo vacío',
  asked: {
    title: 'Mire su correo',
    text: 'Si esta dirección puede recibir nuestro correo, hay un mensaje en camino. Siga su enlace y pulse el botón; hasta entonces no cambia nada.',
  },
  askedThere: {
    title: 'Busque allí nuestro mensaje',
    text: 'Si allí se puede recibir nuestro mensaje, está en camino. Siga su enlace y pulse el botón; hasta entonces no cambia nada.',
  },
  tooMany: {
    title: 'Demasiadas peticiones',
    text: 'No se envió nada. Inténtelo de nuevo dentro de unos minutos.',
  },
  unknown: {
    title: 'Este enlace no es válido',
    text: 'Quizá haya caducado. En la página de estado puede pedir otro.',
  },
  confirm: (page, address) => ({
    title: `Avisos de ${page}`,
    text: `¿Deben enviarse a ${address}?`,
    button: 'Sí, suscribirme',
  }),
  confirmed: (page) => ({ title: 'Está suscrito', text: `Le escribiremos cuando ocurra algo en ${page}.` }),
  manage: (page, address) => ({
    title: `Sus avisos de ${page}`,
    text: `Se envían a ${address}.`,
    button: 'Guardar',
  }),
  saved: { title: 'Guardado', text: 'Desde ahora recibirá lo que ha elegido.' },
  end: (page, address) => ({
    title: `¿No quiere más avisos de ${page}?`,
    text: `Se envían a ${address}.`,
    button: 'Darse de baja',
  }),
  endHere: 'Darse de baja',
  sendLink: {
    mail: 'Enviarme un enlace para cambiar lo que recibo',
    there: 'Enviar allí un enlace para cambiar estos avisos',
    contact: 'Enviar al contacto de este webhook un enlace para cambiar sus avisos',
  },
  noLink: 'Para cambiar estos avisos, escriba al equipo de la página.',
  ended: (page) => ({ title: 'Se ha dado de baja', text: `No le enviaremos más avisos de ${page}.` }),
  back: 'A la página de estado',
  confirmMail: (page, link) => ({
    subject: `Confirme los avisos de ${page}`,
    text: `Alguien, probablemente usted, pidió avisos de ${page} para esta dirección.\n\nPara confirmar, abra esta página en un plazo de 7 días y pulse el botón:\n${link}\n\nSi no fue usted, no haga nada: no se enviará nada más.`,
  }),
  manageMail: (page, link) => ({
    subject: `Sus avisos de ${page}`,
    text: `Esta dirección está suscrita a los avisos de ${page}.\n\nPara cambiar lo que recibe o darse de baja, abra esta página en un plazo de 24 horas:\n${link}\n\nSi no lo ha pedido, no haga nada: no cambia nada.`,
  }),
  manageHookMail: (page, { address, link }) => ({
    subject: `Sus avisos de ${page}`,
    text: `Su webhook en ${address} recibe los avisos de ${page}.\n\nPara cambiar lo que recibe o darlo de baja, abra esta página en un plazo de 24 horas:\n${link}\n\nSi no lo ha pedido, no haga nada: no cambia nada.`,
  }),
  stoppedMail: (page, { address, reason, link }) => ({
    subject: `Su webhook ya no recibe avisos de ${page}`,
    text: `No pudimos llegar a ${address} y hemos dejado de intentarlo. El último intento falló: ${reason}\n\nPara reanudarlo, abra esta página en un plazo de 7 días y pulse el botón:\n${link}\n\nLo que faltó está en la página de estado.`,
  }),
  foot: (page, address, end) =>
    `Página de estado: ${page}\nDarse de baja o cambiar lo que recibe: ${end}\nEste mensaje se envió a ${address}.`,
  moved: (page, day) =>
    `Se suscribió a ${page} en el servicio que antes publicaba la página. Su suscripción se trasladó aquí el ${day}.`,
  confirmSms: (page, link) =>
    `${page}: para recibir SMS si algo falla, abra ${link} en 7 días y pulse el botón. Si no, no haga nada. STOP los termina.`,
  manageSms: (page, link) =>
    `${page}: para cambiar lo que recibe o darse de baja, abra ${link} en 24 horas. Si no lo pidió, no haga nada.`,
  stopSms: 'STOP termina estos SMS.',
  affects: (names) => `Afecta a: ${names}`,
  earlier: 'Lo que se dijo antes:',
  work: {
    announced: (work) => ({
      subject: `Previsto: ${work.title}`,
      text: `Hay un mantenimiento previsto. ${span(work)}`,
    }),
    soon: (work) => ({
      subject: `Pronto: ${work.title}`,
      text: `El mantenimiento empieza pronto. ${span(work)}`,
    }),
    started: (work) => ({
      subject: `Empezado: ${work.title}`,
      text: `El mantenimiento ha empezado. ${span(work)}`,
    }),
    ended: (work) => ({
      subject: `Terminado: ${work.title}`,
      text: `El mantenimiento ha terminado. ${span(work)}`,
    }),
    moved: (work) => ({
      subject: `Aplazado: ${work.title}`,
      text: `El mantenimiento se ha movido.\nAntes: ${span(work.before ?? work)}\nAhora: ${span(work)}`,
    }),
    cancelled: (work) => ({
      subject: `Cancelado: ${work.title}`,
      text: `El mantenimiento no tendrá lugar. ${span(work)}`,
    }),
  },
};
