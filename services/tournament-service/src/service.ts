import { fileURLToPath } from 'node:url';
import { defineService, type BaseConfig, type Overrides, type Service } from '@gym/service-kit';
import { checkInClock } from './entries/check-in-clock.js';
import { tournamentsSnapshot } from './events/tournaments.js';
import { userHandlers } from './events/users.js';
import { liveClock } from './play/live-clock.js';
import { reportClock } from './play/report-clock.js';
import { addParticipants } from './routes/add-participants.js';
import { approveParticipant } from './routes/approve-participant.js';
import { createTournament } from './routes/create-tournament.js';
import { deleteTournament } from './routes/delete-tournament.js';
import { exportEntrant } from './routes/export-entrant.js';
import { generateBracket } from './routes/generate-bracket.js';
import { getBracket } from './routes/get-bracket.js';
import { getTournament } from './routes/get-tournament.js';
import { health } from './routes/health.js';
import { joinTournament } from './routes/join-tournament.js';
import { leaderboard } from './routes/leaderboard.js';
import { listAvailableUsers } from './routes/list-available-users.js';
import { listLog } from './routes/list-log.js';
import { listMatches } from './routes/list-matches.js';
import { listParticipants } from './routes/list-participants.js';
import { play, previewPlay } from './routes/play.js';
import { getRanks, getStandings } from './routes/standings.js';
import { getAvailability, setAvailability } from './routes/availability.js';
import { createCourt, deleteCourt, listCourts, updateCourt } from './routes/courts.js';
import { getHistory, getMeetings, getOpponents, getPlayer, getRatings } from './routes/players.js';
import { getPodium } from './routes/podium.js';
import { moveScheduled, planSchedule, replanSchedule } from './routes/plan-schedule.js';
import {
  getConflicts,
  getEstimates,
  getSchedule,
  getScheduleSettings,
  setScheduleSettings,
} from './routes/schedule.js';
import { ratingClock } from './ratings/clock.js';
import {
  createSeason,
  deleteSeason,
  getSeason,
  listSeasons,
  seasonLeaderboard,
  updateSeason,
} from './routes/seasons.js';
import { createEstimates } from './schedule/estimates.js';
import { createPlanner } from './schedule/planner.js';
import { listTournaments } from './routes/list-tournaments.js';
import { reportResult } from './routes/report-result.js';
import { getBySlug } from './routes/get-by-slug.js';
import { createCategory, deleteCategory, updateCategory } from './routes/categories.js';
import { getCalendarAddress, renewCalendarAddress, revokeCalendarAddress } from './routes/calendar-address.js';
import { callMatch } from './routes/call-match.js';
import { setLivePoints } from './routes/live-points.js';
import { listMatchReports, reportOwnMatch } from './routes/self-reports.js';
import { checkIn, undoCheckIn } from './routes/check-in.js';
import { cancelTournament } from './routes/cancel-tournament.js';
import { cloneTournament } from './routes/clone-tournament.js';
import { getOwnPart } from './routes/get-own-part.js';
import { getParticipant } from './routes/get-participant.js';
import { importDocument } from './routes/import-document.js';
import { importParticipants, previewImport } from './routes/import-participants.js';
import {
  disqualifyParticipant,
  reinstateParticipant,
  rejectParticipant,
  withdrawParticipant,
} from './routes/leave-tournament.js';
import { publishTournament } from './routes/publish-tournament.js';
import { getSeeding, setSeedingOrder } from './routes/seeding.js';
import { setRoster } from './routes/set-roster.js';
import { grantRole, listStaff, revokeRole } from './routes/staff.js';
import { substituteParticipant } from './routes/substitute-participant.js';
import { createFromTemplate, deleteTemplate, getTemplate, listTemplates, saveTemplate } from './routes/templates.js';
import { updateParticipant } from './routes/update-participant.js';
import { updateTournament } from './routes/update-tournament.js';
import { exportDocument } from './routes/export-document.js';
import { exportTournament } from './routes/export-tournament.js';
import { exportPublicTournament } from './routes/public/export-public.js';
import { getPublicBracket } from './routes/public/get-public-bracket.js';
import { getPublicTournament } from './routes/public/get-public.js';
import { listPublicParticipants } from './routes/public/list-public-participants.js';
import { listPublicTournaments } from './routes/public/list-public.js';
import { getPublicSchedule } from './routes/public/public-schedule.js';
import { getPublicRanks, getPublicStandings } from './routes/public/public-standings.js';
import { getSecretCalendar } from './routes/public/secret-calendar.js';
import { listWatchable } from './routes/public/watchable.js';
import { createStates } from './play/states.js';
import type { Deps } from './tournaments.js';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Tournaments: who takes part, how the bracket is drawn, and what became of the matches. */
export function createService(config: BaseConfig, overrides: Overrides = {}): Service {
  return defineService(
    config,
    async ({ sidecar, log, ...resources }) => {
      const database = await resources.database('tournament-db', migrations);
      const planner = createPlanner();
      const deps: Deps = {
        appId: config.APP_ID,
        database,
        sidecar,
        states: createStates(),
        planner,
        estimates: createEstimates(),
      };
      const clocks = [
        checkInClock(deps, log),
        reportClock(deps, log),
        liveClock(deps, log),
        ratingClock(database, log),
      ];
      for (const clock of clocks) {
        resources.onStarted(() => void clock.start());
        resources.onStop(() => clock.stop());
      }
      resources.onStop(() => planner.close());
      return {
        inbox: { database, handlers: userHandlers, apiPath: '/api/tournaments' },
        snapshots: { tournaments: tournamentsSnapshot },
        operations: [
          health(config.APP_ID),
          getBySlug(deps),
          saveTemplate(deps),
          listTemplates(deps),
          getTemplate(deps),
          deleteTemplate(deps),
          createFromTemplate(deps),
          createTournament(deps),
          listTournaments(deps),
          getTournament(deps),
          getOwnPart(deps),
          deleteTournament(deps),
          joinTournament(deps),
          addParticipants(deps),
          listParticipants(deps),
          approveParticipant(deps),
          generateBracket(deps),
          listMatches(deps),
          getBracket(deps),
          reportResult(deps),
          callMatch(deps),
          setLivePoints(deps),
          reportOwnMatch(deps),
          listMatchReports(deps),
          play(deps),
          previewPlay(deps),
          getStandings(deps),
          getRanks(deps),
          getPodium(deps),
          createSeason(deps),
          listSeasons(deps),
          getSeason(deps),
          updateSeason(deps),
          deleteSeason(deps),
          seasonLeaderboard(deps),
          getPlayer(deps),
          getHistory(deps),
          getOpponents(deps),
          getMeetings(deps),
          getRatings(deps),
          getSchedule(deps),
          getScheduleSettings(deps),
          setScheduleSettings(deps),
          planSchedule(deps),
          replanSchedule(deps),
          moveScheduled(deps),
          getEstimates(deps),
          getConflicts(deps),
          listCourts(deps),
          createCourt(deps),
          updateCourt(deps),
          deleteCourt(deps),
          getAvailability(deps),
          setAvailability(deps),
          createCategory(deps),
          deleteCategory(deps),
          updateCategory(deps),
          checkIn(deps),
          undoCheckIn(deps),
          cancelTournament(deps),
          cloneTournament(deps),
          getParticipant(deps),
          importParticipants(deps),
          previewImport(deps),
          disqualifyParticipant(deps),
          reinstateParticipant(deps),
          rejectParticipant(deps),
          withdrawParticipant(deps),
          publishTournament(deps),
          getSeeding(deps),
          setSeedingOrder(deps),
          setRoster(deps),
          grantRole(deps),
          listStaff(deps),
          revokeRole(deps),
          substituteParticipant(deps),
          updateParticipant(deps),
          updateTournament(deps),
          listLog(deps),
          leaderboard(deps),
          listAvailableUsers(deps),
          exportEntrant(deps),
          listPublicTournaments(deps),
          getPublicTournament(deps),
          getPublicBracket(deps),
          listPublicParticipants(deps),
          getPublicStandings(deps),
          getPublicRanks(deps),
          getPublicSchedule(deps),
          getCalendarAddress(deps),
          renewCalendarAddress(deps),
          revokeCalendarAddress(deps),
          getSecretCalendar(deps),
          listWatchable(deps),
          exportTournament(deps),
          exportDocument(deps),
          importDocument(deps),
          exportPublicTournament(deps),
        ],
      };
    },
    overrides,
  );
}
