export { default as data } from '@angular/common/locales/es';
export { default as words } from './messages.es.json';
