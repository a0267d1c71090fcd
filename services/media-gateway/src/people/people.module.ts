import { Module } from '@nestjs/common';
import { OnUserRegistered } from './on-user-registered.ts';
import { OnUserUpdated } from './on-user-updated.ts';
import { PeopleService } from './people.service.ts';
import { PersonRepository } from './person.repository.ts';

@Module({ controllers: [OnUserRegistered, OnUserUpdated], providers: [PeopleService, PersonRepository], exports: [PeopleService] })
export class PeopleModule {}
