export { default as data } from '@angular/common/locales/ar';
export { default as words } from './messages.ar.json';
