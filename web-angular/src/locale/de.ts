export { default as data } from '@angular/common/locales/de';
export { default as words } from './messages.de.json';
