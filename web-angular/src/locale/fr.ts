export { default as data } from '@angular/common/locales/fr';
export { default as words } from './messages.fr.json';
