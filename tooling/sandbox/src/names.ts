export const firstNames = [
  'Amara',
  'Bruno',
  'Celia',
  'Dmitri',
  'Elena',
  'Farid',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Liam',
  'Mina',
  'Noor',
  'Oskar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sven',
  'Tara',
] as const;

export const lastNames = [
  'Abara',
  'Berger',
  'Castillo',
  'Duarte',
  'Eriksen',
  'Fontaine',
  'Gupta',
  'Haddad',
  'Ivanov',
  'Jensen',
  'Kimura',
  'Lindqvist',
  'Moreau',
  'Nakata',
  'Okafor',
  'Petrov',
  'Rahman',
  'Silva',
] as const;

const places = [
  'Harbour',
  'Northgate',
  'Maple Street',
  'Riverside',
  'Old Town',
  'Summit',
  'Lakeview',
  'Mill Lane',
  'Westfield',
  'Bridge Road',
] as const;

const trades = [
  'Dental',
  'Law Group',
  'Bakery',
  'Veterinary Clinic',
  'Architects',
  'Logistics',
  'Accounting',
  'Print Works',
  'Physiotherapy',
  'Garden Centre',
] as const;

/** A different company name for every number below 100. */
export const companyName = (index: number): string =>
  `${places[index % places.length]} ${trades[Math.floor(index / places.length + index) % trades.length]}`;

export const domainOf = (company: string): string =>
  `${company.toLowerCase().replaceAll(' ', '-')}.example`;
