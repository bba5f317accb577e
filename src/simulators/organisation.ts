import { makePhone, type Phone } from './people.js';

/** An object that the organisation created at its vendors, with a small integer id. */
export interface Named {
  id: number;
  name: string;
}

/** A person of the organisation who takes and makes calls. */
export interface Agent {
  id: number;
  firstName: string;
  lastName: string;
}

/** A phone line of the organisation. */
export interface Line {
  id: number;
  alias: string;
  phone: Phone;
}

/** The organisation that uses the simulated vendors, with its people, lines and queues. */
export interface Organisation {
  agents: Agent[];
  lines: Line[];
  teams: Named[];
  callTemplates: Named[];
  leadFiles: Named[];
  ringGroups: Named[];
  ivrs: Named[];
  campaigns: Named[];
  dispositions: Named[];
  contactLists: Named[];
  tags: string[];
}

/** The first ordinal of the fictitious numbers of lines. People have the ordinals below. */
const FIRST_LINE_ORDINAL = 500;

const AGENT_NAMES = [
  'Alice Martin', 'Bruno Keller', 'Carla Mendes', 'Dev Malhotra', 'Edith Novak', 'Farid Haddad', 'Grace Obi',
  'Hana Sato', 'Ivan Petrov', 'Julia Brandt', 'Karim Saleh', 'Lena Fischer', 'Marco Conti', 'Nadia Rahman',
  'Oscar Lund', 'Paula Vidal', 'Quentin Moreau', 'Rita Castro', 'Sanjay Pillai', 'Tara Quinn', 'Umar Farooq',
  'Vera Horvat', 'William Osei', 'Yasmin Aziz',
];

/** The only organisation of the simulated world. It is the same for every seed. */
export const ORGANISATION: Organisation = {
  agents: AGENT_NAMES.map((name, index) => {
    const [firstName = '', lastName = ''] = name.split(' ');
    return { id: index + 1, firstName, lastName };
  }),
  lines: [
    makeLine(1, 'US Sales', 'US'),
    makeLine(2, 'US Support', 'US'),
    makeLine(3, 'Paris Sales', 'FR'),
    makeLine(4, 'Paris Support', 'FR'),
    makeLine(5, 'London', 'GB'),
    makeLine(6, 'Pune Sales', 'IN'),
    makeLine(7, 'Pune Support', 'IN'),
    makeLine(8, 'Pune Collections', 'IN'),
  ],
  teams: named('Inside Sales', 'Customer Care', 'Renewals'),
  callTemplates: named(
    'Lead qualification', 'Appointment reminder', 'Renewal notice', 'Delivery confirmation', 'Survey after purchase',
    'Payment reminder', 'Welcome call', 'Win-back', 'Event invitation', 'Document follow-up',
  ),
  leadFiles: named('spring_leads.csv', 'trade_fair.csv', 'renewals_q2.csv', 'win_back.csv'),
  ringGroups: named('Sales', 'Support', 'Billing', 'Escalations', 'Night shift'),
  ivrs: named('Main menu', 'Support menu', 'After hours'),
  campaigns: named('Spring offer', 'Renewals', 'Win-back', 'Survey', 'Collections'),
  dispositions: named(
    'Successful Deal', 'Not Interested', 'Call Back Later', 'Wrong Number', 'Do Not Call', 'Issue Resolved',
    'Escalated',
  ),
  contactLists: named('Newsletter', 'Trial users', 'Customers', 'Churned', 'Partners', 'VIP'),
  tags: ['vip', 'complaint', 'upsell', 'refund', 'first-call', 'language-fr', 'language-hi'],
};

function named(...names: string[]): Named[] {
  return names.map((name, index) => ({ id: index + 1, name }));
}

function makeLine(id: number, alias: string, country: Phone['country']): Line {
  return { id, alias, phone: makePhone(country, FIRST_LINE_ORDINAL + id) };
}
