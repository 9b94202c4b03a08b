// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
/* Generated from the routes by `npm run client`; changes by hand are lost. */

export interface paths {
    "/api/coach-dashboard/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The coach's calendar for a range of dates, both inclusive
         * @description Dates are those of the coach’s time zone; a range has at most 93 days.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/available-slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The slots that start on a date of the coach’s zone
         * @description A start offers `standard` (the default duration, or the one asked for) and, where it fits, `extended` (twice that). With `explain=true` every start that is not offered is listed with its reason.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getAvailableSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book an appointment with a lead
         * @description Needs the role `coach` or `staff`.
         */
        post: operations["bookAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The next appointments, earliest first
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["listUpcomingAppointments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The appointments of today in the coach's zone
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["listTodaysAppointments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/{appointmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One appointment
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["getAppointment"];
        put?: never;
        post?: never;
        /**
         * Cancel an appointment; its time is free at once
         * @description Needs the role `coach` or `staff`.
         */
        delete: operations["cancelAppointment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/{appointmentId}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Move an appointment to another time
         * @description Needs the role `coach` or `staff`.
         */
        put: operations["rescheduleAppointment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/{appointmentId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Confirm, start, complete, cancel or mark as missed
         * @description Needs the role `coach` or `staff`.
         */
        patch: operations["changeAppointmentStatus"];
        trace?: never;
    };
    "/api/coach-dashboard/appointments/{appointmentId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that ever happened to one appointment, in order
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["getAppointmentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures over the appointments of a period
         * @description Without dates the period is the last `period` days up to today. At most 93 days.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getAppointmentStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Working hours and booking rules
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["getAvailability"];
        /**
         * Change working hours and booking rules; what is left out stays
         * @description Needs the role `coach` or `staff`.
         */
        put: operations["setAvailability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The coach's leads, newest first
         * @description A page may hold fewer than `limit` leads although more follow; go on while there is a `cursor`.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["listLeads"];
        put?: never;
        /**
         * Enter somebody who may become a client
         * @description Needs the role `coach` or `staff`.
         */
        post: operations["createLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/leads/{leadId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One lead
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["getLead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a lead; what is left out stays
         * @description Needs the role `coach` or `staff`.
         */
        patch: operations["updateLead"];
        trace?: never;
    };
    "/api/coach-dashboard/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The coach's staff
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["listStaff"];
        put?: never;
        /**
         * Make somebody staff of the coach
         * @description `id` is the `sub` with which they log in; without one they can only be assigned to appointments.
         *
         *     Needs the role `coach`.
         */
        post: operations["addStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/reminder-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The words of reminders
         * @description `[Coach Name]`, `[Lead Name]`, `[Date]`, `[Time]` and `[Zoom Link]` stand for what they say. While there is no link, a sentence that holds nothing else is left out.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getReminderTemplates"];
        /**
         * Change the words of reminders; what is left out stays, null brings the default back
         * @description `[Coach Name]`, `[Lead Name]`, `[Date]`, `[Time]` and `[Zoom Link]` stand for what they say. While there is no link, a sentence that holds nothing else is left out.
         *
         *     Needs the role `coach` or `staff`.
         */
        put: operations["setReminderTemplates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/reminder-templates/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a client would read, without sending or saving anything
         * @description With the words saved, or those of a draft; with made-up names and times, or those of an appointment.
         *
         *     Needs the role `coach` or `staff`.
         */
        post: operations["previewReminderTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/appointments/{appointmentId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent about an appointment, when, or why not
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/booking-recovery/abandoned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Bookings that visitors began and did not finish, newest first
         * @description `totalAbandoned` and `recoveryRate`, the percentage of them that led to a booking after all, are over all of them, however many are listed.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["listAbandonedBookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/booking-recovery/{abandonedBookingId}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write to somebody who did not finish booking
         * @description Besides the messages that go out by themselves. `incentiveType` is `discount`, `free_session` or your own words; one incentive can be offered for each abandoned booking, and ends the messages that go out by themselves.
         *
         *     Needs the role `coach` or `staff`.
         */
        post: operations["recoverAbandonedBooking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/booking-recovery/{abandonedBookingId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write no more about an abandoned booking
         * @description Needs the role `coach` or `staff`.
         */
        post: operations["stopRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/ai-recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The slots to offer a lead, best first, each with a probability and what it rests on
         * @description Ranks the slots that the lead could be booked into. `confidence` is the probability that the appointment takes place (`target=converted`: that it takes place and another follows within 30 days), `interval` how well that is known (95 %). A reason is given only where the coach’s own outcomes carry it, with its figures in `factors`: what the factor moves the probability by. `basedOn` counts those outcomes, and `coldStart` says so while they are few. Without dates the next 30 days are looked at; a range has at most 93.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getAiRecommendations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/ai-recommendations/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How good the forecasts for this coach were, each made before its outcome was known
         * @description Log loss (natural), Brier score and calibration error against those of the running rate, which is what one would say without a model. `reliability` compares, by tenths of the probability, what was forecast with what happened. Null where nothing is known yet.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getAiRecommendationQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/zoom-meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The Zoom meetings of a range of dates, both inclusive
         * @description Dates are those of the coach’s time zone; a range has at most 93 days. A cancelled meeting has no links.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["listZoomMeetings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/zoom-meetings/appointment/{appointmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The Zoom meeting of an appointment: who came, for how long, and its recording
         * @description A participant’s `duration` is in minutes, several stays added up; the recording’s is in minutes too, its `fileSize` the sum in bytes. `lastError` says why the meeting is not as it should be; it is tried again by itself. `proposedStatus` is for the coach to decide.
         *
         *     Needs the role `coach` or `staff`.
         */
        get: operations["getZoomMeeting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coach-dashboard/zoom-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the coach’s Zoom meetings are made
         * @description Needs the role `coach` or `staff`.
         */
        get: operations["getZoomSettings"];
        /**
         * Choose how the coach’s Zoom meetings are made
         * @description What is left out stays. Meetings that are made or changed from now on are like this. `hostEmail` is the Zoom user who holds them, by default the one with the coach’s own address; an address that belongs to somebody else here is refused.
         *
         *     Needs the role `coach` or `staff`.
         */
        put: operations["setZoomSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All of the caller's meetings, earliest first
         * @description As client and as therapist, through whichever surface they were booked. Of more than 1,000 those that start last.
         *
         *     Needs the role `client` or `coach`.
         */
        get: operations["listMeetings"];
        put?: never;
        /**
         * Book a session with a therapist to whom the client is assigned
         * @description It begins as `SCHEDULED`, or `CONFIRMED` where the therapist confirms without being asked.
         *
         *     Needs the role `client`.
         */
        post: operations["createMeeting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/meetings/{meetingId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One meeting
         * @description Needs the role `client` or `coach`.
         */
        get: operations["getMeeting"];
        /**
         * Change words, time and status of a meeting, all together or nothing
         * @description What is left out stays, and so does what is given as it is already. A new time is checked as a booking is. A client may set no status but `CANCELLED`. The therapist stays: another `therapistId` than the present one is not valid.
         *
         *     Needs the role `client` or `coach`.
         */
        put: operations["updateMeeting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/meetings/{meetingId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel a meeting; its time is free at once
         * @description Needs the role `client` or `coach`.
         */
        delete: operations["cancelMeeting"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The therapist's weekly windows, in the order of the week
         * @description Needs the role `coach`.
         *
         *     A token with another role is answered `UNAUTHENTICATED`.
         */
        get: operations["listAvailabilitySlots"];
        put?: never;
        /**
         * Add a weekly window in which sessions can be booked
         * @description Times are those of the therapist's time zone, and `24:00` is the end of a day. A window ends after its start and overlaps no other that is available. There are at most 90.
         *
         *     Needs the role `coach`.
         *
         *     A token with another role is answered `UNAUTHENTICATED`.
         */
        post: operations["createAvailabilitySlot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/availability/{slotId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a weekly window; what is left out stays
         * @description Sessions that stand already stay where they are. Another therapist’s window is `FORBIDDEN`.
         *
         *     Needs the role `coach`.
         *
         *     A token with another role is answered `UNAUTHENTICATED`.
         */
        put: operations["updateAvailabilitySlot"];
        post?: never;
        /**
         * Delete a weekly window; sessions that stand already stay where they are
         * @description Needs the role `coach`.
         *
         *     A token with another role is answered `UNAUTHENTICATED`.
         */
        delete: operations["deleteAvailabilitySlot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When a session with a therapist can begin on a date, and how long it can be
         * @description The date is one of the therapist's time zone. Starts are every 30 minutes from the beginning of a window. For a client their own appointments are kept clear as well.
         *
         *     Needs the role `client` or `coach`.
         */
        get: operations["listSessionSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/coaches/{coachId}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The free slots of a coach, for booking pages
         * @description Dates are those of the coach’s time zone, both inclusive, at most 93. Cacheable: carries an ETag, and answers 304 to the same `If-None-Match`.
         */
        get: operations["getPublicSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a slot while the visitor finishes booking
         * @description A hold that runs out becomes an abandoned booking.
         */
        post: operations["placeHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/holds/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn a hold into an appointment
         * @description Confirming again answers the same appointment. A hold that has run out is confirmed if its slot is still free.
         */
        post: operations["confirmHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/holds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give a held slot back */
        delete: operations["releaseHold"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/manage/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The appointment behind a self-service link; looking changes nothing */
        get: operations["getManagedAppointment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/manage/{token}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the appointment behind a self-service link
         * @description An appointment that was missed, or whose cancellation offered another time, is booked anew, as an appointment of its own.
         */
        post: operations["rescheduleManagedAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/manage/{token}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel the appointment behind a self-service link */
        post: operations["cancelManagedAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/recover/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The slot behind the link of a recovery message, or what is free instead
         * @description Looking changes nothing and keeps nothing. `alternatives` are up to three, nearest first.
         */
        get: operations["getAbandonedSlot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/recover/{token}/book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book the slot behind the link of a recovery message, or another time
         * @description Without `startTime` it is the slot itself; asking for that again answers the same appointment.
         */
        post: operations["bookAbandonedSlot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page with a button that declines further recovery messages; looking changes nothing */
        get: operations["getUnsubscribePage"];
        put?: never;
        /**
         * Decline further recovery messages of a coach, with one click (RFC 8058)
         * @description Mail programs post `List-Unsubscribe=One-Click` as a form; whatever the body says, the link decides. Doing it again changes nothing.
         */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody in the directory, newest first
         * @description A page may hold fewer than `limit` people although more follow; go on while there is a `cursor`.
         *
         *     Needs the role `admin`.
         */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Assign a client to a provider, whom they may then book sessions with
         * @description Needs the role `admin`.
         */
        put: operations["assignClient"];
        post?: never;
        /**
         * Take an assignment back; appointments that stand stay
         * @description Needs the role `admin`.
         */
        delete: operations["unassignClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, through which surface, before and after, and why
         * @description Give `appointmentId` for everything that happened to one appointment, or `personId` for what happened to the latest 50 appointments (by start) of a person, latest first.
         *
         *     Needs the role `admin`.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What workers have given up on
         * @description How much waits in the dead-letter queue of each worker; of the `worker` named also the messages themselves, as far as they name nobody: when they were sent, what they are, and ids. Looking takes nothing away.
         *
         *     Needs the role `admin`.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters/{worker}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give what a worker has given up on to it again
         * @description Answers how many messages were moved back, and how many are left: at most as many as there were, for ten seconds; ask again for more. Workers take repeated messages. The letters of `publish-events` name places in the table’s stream and cannot be moved: name an `appointmentId`, and all its events are published again.
         *
         *     Needs the role `admin`.
         */
        post: operations["redriveDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book a coach
         * @description A booking lasts 15 to 480 minutes and is `pending` until it is paid or somebody confirms it.
         *
         *     Needs the role `client`.
         */
        post: operations["createBooking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One booking with its client and its coach
         * @description Needs the role `client` or `coach` or `admin`.
         */
        get: operations["getBooking"];
        put?: never;
        post?: never;
        /**
         * Cancel a pending or confirmed booking; its time is free at once
         * @description Needs the role `client` or `coach` or `admin`.
         */
        delete: operations["cancelBooking"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Confirm, complete or cancel a booking
         * @description From `pending` to `confirmed` or `cancelled`, from `confirmed` to `completed` (once it has begun) or `cancelled`.
         *
         *     Needs the role `client` or `coach` or `admin`.
         */
        patch: operations["changeBookingStatus"];
        trace?: never;
    };
    "/booking/client/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The bookings of a client
         * @description Latest `session_datetime` first, appointments made through any surface included. People see their own, admins anybody’s.
         *
         *     Needs the role `client` or `coach` or `admin`.
         */
        get: operations["listClientBookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/coach/{coach_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The bookings of a coach
         * @description Latest `session_datetime` first, appointments made through any surface included. People see their own, admins anybody’s.
         *
         *     Needs the role `client` or `coach` or `admin`.
         */
        get: operations["listCoachBookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking/coach/{coach_id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The slots of a coach that can be booked
         * @description Slots begin every 30 minutes and lie whole between the two instants, at most 93 days apart.
         */
        get: operations["getCoachAvailability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{calendar_type}/auth-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where to send the caller to give access to a calendar
         * @description Good once, for ten minutes. With a `redirect_uri` of its own, which must be registered with the provider, a page gets the code itself and exchanges it.
         *
         *     Needs the role `client` or `coach` or `admin`.
         */
        get: operations["getCalendarAuthUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{calendar_type}/exchange-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep the access that a provider has given the caller a code for
         * @description The access token is shown this once; the refresh token never. A code is good once.
         *
         *     Needs the role `client` or `coach` or `admin`.
         */
        post: operations["exchangeCalendarToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/sync-booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a booking into the caller’s calendar, with its video conference
         * @description With the `access_token` given, or with the calendar that the caller has connected. Asked again, it answers with the same entry.
         *
         *     Needs the role `client` or `coach`.
         */
        post: operations["syncBookingToCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/connect/{provider}/{coachId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where to send a coach to give access to a calendar
         * @description The address is good once, for ten minutes. With `redirect=true` the answer is a redirect to it, for a link that a browser follows with its token.
         *
         *     Needs the role `coach` or `admin`.
         */
        get: operations["connectCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a provider sends people back to
         * @description Goes on to the web application with `status` (`connected`, `reconnected` or `failed`), `provider`, `connection_id` and, where it failed, a readable `error`.
         */
        get: operations["finishConnecting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connected calendars of a coach, and how well they keep up
         * @description `id` is the coach’s; in all other operations it is the connection’s.
         *
         *     Needs the role `coach` or `admin`.
         */
        get: operations["listConnections"];
        /**
         * Change what a calendar is kept in step with, and how
         * @description What the body leaves out stays. `busy_policy` says what slots do when busy time is older than `busy_max_age_minutes`: `fail_closed` offers none, `allow_stale` goes by what was read last.
         *
         *     Needs the role `coach` or `admin`.
         */
        put: operations["changeConnectionSettings"];
        post?: never;
        /**
         * End a connection: access is given back and forgotten, the entries stay
         * @description `revoked` is false when the provider did not answer; then access ends there when it runs out, or by the owner’s hand.
         *
         *     Needs the role `coach` or `admin`.
         */
        delete: operations["disconnectCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/connections/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write every appointment to come anew, and try again what was refused
         * @description Puts right what was moved or deleted over there. Answers how many are queued.
         *
         *     Needs the role `coach` or `admin`.
         */
        post: operations["syncConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call the provider now, and say what it found
         * @description Needs the role `coach` or `admin`.
         */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/connections/{id}/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Appointments that the calendar does not agree with, and why; latest first
         * @description `failed`: the provider refuses it for good. `moved`, `deleted`: somebody changed the entry over there.
         *
         *     Needs the role `coach` or `admin`.
         */
        get: operations["listFailedItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-integration/connections/{id}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again what was refused
         * @description All that failed; or the appointments named, of which those moved or deleted over there are put right as well.
         *
         *     Needs the role `coach` or `admin`.
         */
        post: operations["redriveFailedItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/google-calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Google says that something has changed in a calendar
         * @description Known by `X-Goog-Channel-Token`. What has changed is read afterwards, so that a push may come twice or not at all.
         */
        post: operations["receiveGooglePush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/microsoft-graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Microsoft Graph says that something has changed in calendars, or becomes of subscriptions
         * @description Each notification is known by its `clientState`; those that are not ours are taken and thrown away. With `validationToken` the token is answered, as Graph asks of an address that it is given.
         */
        post: operations["receiveGraphNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/zoom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Zoom tells what happens in meetings
         * @description Signed in `x-zm-signature` over `x-zm-request-timestamp`, at most five minutes from now, and the body; anything else is 401 and changes nothing. `endpoint.url_validation` is answered as Zoom asks for it. Events that do not matter here, and those that come again, are answered with 200 all the same: Zoom does not send again what was refused.
         */
        post: operations["receiveZoomEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a consultation, and get the link with which to schedule it
         * @description The link is good for one meeting and filled in with name and e-mail address. When Calendly gives none within three seconds, it is the common one.
         */
        post: operations["createIntake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/booking/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a request for a consultation stands
         * @description For whoever has the id: the link in it is not filled in.
         */
        get: operations["getIntake"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/booking/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set the status of a request
         * @description For Calendly, known by `Calendly-Webhook-Signature`, and for admins, with their bearer token. From `pending` to anything, from `scheduled` to `completed` or `cancelled`. `scheduled` needs `eventData`.
         */
        patch: operations["changeIntakeStatus"];
        trace?: never;
    };
    "/api/v1/public/calendly/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calendly tells what became of an invitee
         * @description Known by `Calendly-Webhook-Signature: t=…,v1=…`, HMAC-SHA256 of `{t}.{body}`, at most three minutes old. Takes `invitee.created`, `invitee.canceled`, `invitee_no_show.created` (also as `invitee.no_show`) and `invitee_no_show.deleted`, in any order and more than once; other events are taken and thrown away.
         */
        post: operations["receiveCalendlyWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Requests for a consultation, page by page
         * @description Each word of `term` begins a word of the names, the company or the e-mail address; case and accents do not matter. Latest first, unless sorted otherwise; what has no value to sort by comes last.
         *
         *     Needs the role `admin`.
         */
        get: operations["listIntakes"];
        /**
         * Change a request; what is left out stays
         * @description Needs the role `admin`.
         */
        put: operations["updateIntake"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/booking/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One request with everything that is known of it
         * @description Needs the role `admin`.
         */
        get: operations["getIntakeForAdmin"];
        put?: never;
        post?: never;
        /**
         * Delete requests with all personal data in them
         * @description At most 50 ids, separated by commas; those that there are not are passed over. An appointment that came of one stays the client’s own.
         *
         *     Needs the role `admin`.
         */
        delete: operations["deleteIntakes"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/booking/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a request, and its meeting at Calendly
         * @description If Calendly does not answer within three seconds, it is told later.
         *
         *     Needs the role `admin`.
         */
        post: operations["cancelIntake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/booking/{id}/calendly/event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The scheduled event at Calendly
         * @description Needs the role `admin`.
         */
        get: operations["getCalendlyEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/booking/{id}/calendly/invitee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The invitee at Calendly
         * @description Needs the role `admin`.
         */
        get: operations["getCalendlyInvitee"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/booking/calendly/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The account at Calendly, and its event type
         * @description Needs the role `admin`.
         */
        get: operations["getCalendlyInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Be reminded on a device
         * @description Of more than ten devices the one that was entered first is forgotten. A device belongs to whoever entered it last.
         *
         *     Needs the role `coach` or `client` or `staff` or `admin`.
         */
        put: operations["keepDevice"];
        post?: never;
        /**
         * No longer be reminded on a device; one that is not known is fine
         * @description Needs the role `coach` or `client` or `staff` or `admin`.
         */
        delete: operations["forgetDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the secret address of a calendar with your appointments
         * @description For calendar programs that subscribe to an address. It is told this once; whoever has it can read the calendar. Asking again gives a new address, and the one before no longer leads anywhere.
         *
         *     Needs the role `coach` or `client` or `staff` or `admin`.
         */
        post: operations["makeCalendarFeed"];
        /**
         * Take the address of your calendar back; when there is none, that is fine
         * @description Needs the role `coach` or `client` or `staff` or `admin`.
         */
        delete: operations["revokeCalendarFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/calendars/{feed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A person’s appointments as a calendar (RFC 5545)
         * @description `feed` is the secret token and `.ics`, as `POST /api/v1/me/calendar-feed` tells the address. Appointments of the last 90 days and all to come, cancelled ones too, under the UIDs of the mails. Without client details unless the person asked for them. Carries an ETag, and answers 304 to the same `If-None-Match`.
         */
        get: operations["readCalendarFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service answers */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The documentation as a page */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A script or a style of the documentation page */
        get: operations["getDocsAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Error: {
            /** @constant */
            success: false;
            message: string;
            error: string;
            /** @enum {string} */
            code: "VALIDATION_FAILED" | "INVALID_TRANSITION" | "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND" | "SLOT_UNAVAILABLE" | "CONFLICT" | "IDEMPOTENCY_IN_FLIGHT" | "PRECONDITION_FAILED" | "PAYLOAD_TOO_LARGE" | "IDEMPOTENCY_MISMATCH" | "RATE_LIMITED" | "INTERNAL" | "PROVIDER_UNAVAILABLE" | "BUSY";
            requestId: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "VALIDATION_FAILED" | "INVALID_TRANSITION" | "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND" | "SLOT_UNAVAILABLE" | "CONFLICT" | "IDEMPOTENCY_IN_FLIGHT" | "PRECONDITION_FAILED" | "PAYLOAD_TOO_LARGE" | "IDEMPOTENCY_MISMATCH" | "RATE_LIMITED" | "INTERNAL" | "PROVIDER_UNAVAILABLE" | "BUSY";
            requestId: string;
        };
    };
    responses: {
        /** @description - `VALIDATION_FAILED`: Path, query, headers or body are not valid. `issues` names every place that is wrong. */
        ValidationFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `UNAUTHENTICATED`: The bearer token is missing, expired or not ours. The gateway’s own answer has a `message` only. */
        Unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ({
                    /** @enum {unknown} */
                    code?: "UNAUTHENTICATED";
                } & components["schemas"]["Error"]) | {
                    message: string;
                };
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "UNAUTHENTICATED";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `FORBIDDEN`: The token is valid, but does not allow this. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "FORBIDDEN";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "FORBIDDEN";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `RATE_LIMITED`: The caller’s requests of this hour are used up. Ask again after `Retry-After`. */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "RATE_LIMITED";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "RATE_LIMITED";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `INTERNAL`: A fault on our side. Nothing is told but the `requestId` to report. */
        Internal: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "INTERNAL";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "INTERNAL";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `BUSY`: Too much is going on at once and nothing was changed. Ask again after `Retry-After`. */
        Busy: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "BUSY";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "BUSY";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `NOT_FOUND`: There is no such thing, or it belongs to somebody else. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "NOT_FOUND";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "NOT_FOUND";
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `SLOT_UNAVAILABLE`: The slot cannot be had, for the `reason` given. `alternatives` are free slots, nearest first.
         *     - `IDEMPOTENCY_IN_FLIGHT`: The first request with this `Idempotency-Key` has not ended. Ask again after `Retry-After`.
         */
        SlotUnavailableOrIdempotencyInFlight: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "SLOT_UNAVAILABLE" | "IDEMPOTENCY_IN_FLIGHT";
                    /** @enum {string} */
                    reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                    alternatives?: {
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                    }[];
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "SLOT_UNAVAILABLE" | "IDEMPOTENCY_IN_FLIGHT";
                    /** @enum {string} */
                    reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                    alternatives?: {
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                    }[];
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `PAYLOAD_TOO_LARGE`: The body has more than 65,536 bytes. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "PAYLOAD_TOO_LARGE";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "PAYLOAD_TOO_LARGE";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `IDEMPOTENCY_MISMATCH`: The `Idempotency-Key` was used for another request within the last 24 hours. */
        IdempotencyMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_MISMATCH";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_MISMATCH";
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `VALIDATION_FAILED`: Path, query, headers or body are not valid. `issues` names every place that is wrong.
         *     - `INVALID_TRANSITION`: The appointment cannot go from its present status to the one asked for.
         */
        ValidationFailedOrInvalidTransition: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED" | "INVALID_TRANSITION";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED" | "INVALID_TRANSITION";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `PRECONDITION_FAILED`: It has changed since the `ETag` in `If-Match`. Read it again. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "PRECONDITION_FAILED";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "PRECONDITION_FAILED";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `IDEMPOTENCY_IN_FLIGHT`: The first request with this `Idempotency-Key` has not ended. Ask again after `Retry-After`. */
        IdempotencyInFlight: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_IN_FLIGHT";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_IN_FLIGHT";
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `CONFLICT`: What exists already stands in the way.
         *     - `IDEMPOTENCY_IN_FLIGHT`: The first request with this `Idempotency-Key` has not ended. Ask again after `Retry-After`.
         */
        ConflictOrIdempotencyInFlight: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "CONFLICT" | "IDEMPOTENCY_IN_FLIGHT";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "CONFLICT" | "IDEMPOTENCY_IN_FLIGHT";
                } & components["schemas"]["Problem"];
            };
        };
        /** @description - `PROVIDER_UNAVAILABLE`: A calendar, meeting or mail provider does not answer. */
        ProviderUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "PROVIDER_UNAVAILABLE";
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "PROVIDER_UNAVAILABLE";
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `VALIDATION_FAILED`: Path, query, headers or body are not valid. `issues` names every place that is wrong.
         *     - `SLOT_UNAVAILABLE`: The slot cannot be had, for the `reason` given. `alternatives` are free slots, nearest first.
         */
        ValidationFailedOrSlotUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED" | "SLOT_UNAVAILABLE";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                    /** @enum {string} */
                    reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                    alternatives?: {
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                    }[];
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED" | "SLOT_UNAVAILABLE";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                    /** @enum {string} */
                    reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                    alternatives?: {
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                    }[];
                } & components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `VALIDATION_FAILED`: Path, query, headers or body are not valid. `issues` names every place that is wrong.
         *     - `INVALID_TRANSITION`: The appointment cannot go from its present status to the one asked for.
         *     - `SLOT_UNAVAILABLE`: The slot cannot be had, for the `reason` given. `alternatives` are free slots, nearest first.
         */
        ValidationFailedOrInvalidTransitionOrSlotUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED" | "INVALID_TRANSITION" | "SLOT_UNAVAILABLE";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                    /** @enum {string} */
                    reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                    alternatives?: {
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                    }[];
                } & components["schemas"]["Error"];
                "application/problem+json": {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED" | "INVALID_TRANSITION" | "SLOT_UNAVAILABLE";
                    issues?: {
                        path: string;
                        message: string;
                    }[];
                    /** @enum {string} */
                    reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                    alternatives?: {
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                    }[];
                } & components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
        IdempotencyKey: string;
        /** @description The `ETag` of the version that is to be changed; `*` is any. */
        IfMatch: string;
        /** @description The `ETag` of what is known already; the same again is answered with 304. */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this request in our logs. */
        "X-Request-Id": string;
        /** @description The version of what is shown. */
        ETag: string;
        /** @description What is left (`r`) and the seconds until all is there again (`t`). Absent where the call was not counted. */
        RateLimit: string;
        /** @description The requests (`q`) that a caller has in a window of seconds (`w`). Absent where the call was not counted. */
        "RateLimit-Policy": string;
        /** @description Seconds to wait before asking again. */
        "Retry-After": number;
        /** @description Present when this is the answer to an earlier request with the same `Idempotency-Key`. */
        "Idempotency-Replayed": "true";
        /** @description Where to go on. */
        Location: string;
        /** @description How to authenticate. */
        "WWW-Authenticate": "Bearer";
    };
    pathItems: never;
}
export interface operations {
    getCalendar: {
        parameters: {
            query: {
                startDate: string;
                endDate: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            dateRange: {
                                /** Format: date */
                                startDate: string;
                                /** Format: date */
                                endDate: string;
                            };
                            appointments: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                coachId: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                leadId: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                assignedStaffId?: string;
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                summary: string;
                                notes?: string;
                                timeZone: string;
                                /** @enum {string} */
                                appointmentType: "online" | "offline";
                                /** @enum {string} */
                                status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                                price?: number;
                                zoomMeeting?: {
                                    meetingId: string;
                                    joinUrl: string;
                                    startUrl?: string;
                                    password?: string;
                                    /** Format: date-time */
                                    createdAt: string;
                                };
                                /** @constant */
                                proposedStatus?: "no_show";
                                lead?: {
                                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                    _id: string;
                                    name: string;
                                    email?: string;
                                    phone?: string;
                                };
                                assignedStaff?: {
                                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                    _id: string;
                                    name: string;
                                    email?: string;
                                };
                                rescheduleHistory?: {
                                    /** Format: date-time */
                                    originalTime: string;
                                    /** Format: date-time */
                                    newTime: string;
                                    reason?: string;
                                    /** Format: date-time */
                                    rescheduledAt: string;
                                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                    rescheduledBy: string;
                                }[];
                                /** Format: date-time */
                                cancelledAt?: string;
                                cancellationReason?: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                cancelledBy?: string;
                                rescheduleOffered?: boolean;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                updatedAt: string;
                            }[];
                            workingHours: {
                                dayOfWeek: number;
                                dayName: string;
                                startTime: string;
                                endTime: string;
                                isWorking: boolean;
                            }[];
                            unavailableSlots: {
                                /** Format: date-time */
                                start: string;
                                /** Format: date-time */
                                end: string;
                                reason?: string;
                            }[];
                            summary: {
                                totalAppointments: number;
                                completedAppointments: number;
                                upcomingAppointments: number;
                                cancelledAppointments: number;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAvailableSlots: {
        parameters: {
            query: {
                date: string;
                duration?: number;
                timeZone?: string;
                explain?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: date */
                            date: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            availableSlots: {
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                timeZone: string;
                                localStartTime: string;
                                /** @enum {string} */
                                slotType: "standard" | "extended";
                            }[];
                            availableCount: number;
                            workingHours: {
                                startTime: string;
                                endTime: string;
                                timeZone: string;
                            } | null;
                            totalSlots: number;
                            bookedSlots: number;
                            unavailable?: {
                                /** Format: date-time */
                                startTime: string;
                                reason: string;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    bookAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    leadId: string;
                    /** Format: date-time */
                    startTime: string;
                    duration: number;
                    summary?: string;
                    notes?: string;
                    timeZone?: string;
                    /**
                     * @default online
                     * @enum {string}
                     */
                    appointmentType?: "online" | "offline";
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    assignedStaffId?: string;
                    price?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            assignedStaffId?: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            summary: string;
                            notes?: string;
                            timeZone: string;
                            /** @enum {string} */
                            appointmentType: "online" | "offline";
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            price?: number;
                            zoomMeeting?: {
                                meetingId: string;
                                joinUrl: string;
                                startUrl?: string;
                                password?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            /** @constant */
                            proposedStatus?: "no_show";
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                            assignedStaff?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                            };
                            rescheduleHistory?: {
                                /** Format: date-time */
                                originalTime: string;
                                /** Format: date-time */
                                newTime: string;
                                reason?: string;
                                /** Format: date-time */
                                rescheduledAt: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                rescheduledBy: string;
                            }[];
                            /** Format: date-time */
                            cancelledAt?: string;
                            cancellationReason?: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            cancelledBy?: string;
                            rescheduleOffered?: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotUnavailableOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listUpcomingAppointments: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            summary: string;
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            /** @enum {string} */
                            appointmentType: "online" | "offline";
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                            assignedStaff?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                            };
                            zoomMeeting?: {
                                joinUrl: string;
                                password?: string;
                            };
                            timeUntilAppointment?: string;
                        }[];
                        totalUpcoming: number;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listTodaysAppointments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: date */
                            date: string;
                            appointments: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                leadId: string;
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                summary: string;
                                /** @enum {string} */
                                status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                                /** @enum {string} */
                                appointmentType: "online" | "offline";
                                lead?: {
                                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                    _id: string;
                                    name: string;
                                    email?: string;
                                    phone?: string;
                                };
                                assignedStaff?: {
                                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                    _id: string;
                                    name: string;
                                };
                                zoomMeeting?: {
                                    joinUrl: string;
                                    password?: string;
                                };
                                timeUntilAppointment?: string;
                            }[];
                            summary: {
                                totalAppointments: number;
                                completedAppointments: number;
                                upcomingAppointments: number;
                                nextAppointment: {
                                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                    _id: string;
                                    /** Format: date-time */
                                    startTime: string;
                                    summary: string;
                                } | null;
                            };
                        };
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            assignedStaffId?: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            summary: string;
                            notes?: string;
                            timeZone: string;
                            /** @enum {string} */
                            appointmentType: "online" | "offline";
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            price?: number;
                            zoomMeeting?: {
                                meetingId: string;
                                joinUrl: string;
                                startUrl?: string;
                                password?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            /** @constant */
                            proposedStatus?: "no_show";
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                            assignedStaff?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                            };
                            rescheduleHistory?: {
                                /** Format: date-time */
                                originalTime: string;
                                /** Format: date-time */
                                newTime: string;
                                reason?: string;
                                /** Format: date-time */
                                rescheduledAt: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                rescheduledBy: string;
                            }[];
                            /** Format: date-time */
                            cancelledAt?: string;
                            cancellationReason?: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            cancelledBy?: string;
                            rescheduleOffered?: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    cancelAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                    /** @default true */
                    notifyClient?: boolean;
                    /** @default false */
                    rescheduleOffer?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            assignedStaffId?: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            summary: string;
                            notes?: string;
                            timeZone: string;
                            /** @enum {string} */
                            appointmentType: "online" | "offline";
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            price?: number;
                            zoomMeeting?: {
                                meetingId: string;
                                joinUrl: string;
                                startUrl?: string;
                                password?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            /** @constant */
                            proposedStatus?: "no_show";
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                            assignedStaff?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                            };
                            rescheduleHistory?: {
                                /** Format: date-time */
                                originalTime: string;
                                /** Format: date-time */
                                newTime: string;
                                reason?: string;
                                /** Format: date-time */
                                rescheduledAt: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                rescheduledBy: string;
                            }[];
                            /** Format: date-time */
                            cancelledAt?: string;
                            cancellationReason?: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            cancelledBy?: string;
                            rescheduleOffered?: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    rescheduleAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    newStartTime: string;
                    reason?: string;
                    /** @default true */
                    notifyClient?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            assignedStaffId?: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            summary: string;
                            notes?: string;
                            timeZone: string;
                            /** @enum {string} */
                            appointmentType: "online" | "offline";
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            price?: number;
                            zoomMeeting?: {
                                meetingId: string;
                                joinUrl: string;
                                startUrl?: string;
                                password?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            /** @constant */
                            proposedStatus?: "no_show";
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                            assignedStaff?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                            };
                            rescheduleHistory?: {
                                /** Format: date-time */
                                originalTime: string;
                                /** Format: date-time */
                                newTime: string;
                                reason?: string;
                                /** Format: date-time */
                                rescheduledAt: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                rescheduledBy: string;
                            }[];
                            /** Format: date-time */
                            cancelledAt?: string;
                            cancellationReason?: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            cancelledBy?: string;
                            rescheduleOffered?: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotUnavailableOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    changeAppointmentStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            assignedStaffId?: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            summary: string;
                            notes?: string;
                            timeZone: string;
                            /** @enum {string} */
                            appointmentType: "online" | "offline";
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            price?: number;
                            zoomMeeting?: {
                                meetingId: string;
                                joinUrl: string;
                                startUrl?: string;
                                password?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            /** @constant */
                            proposedStatus?: "no_show";
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                            assignedStaff?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                            };
                            rescheduleHistory?: {
                                /** Format: date-time */
                                originalTime: string;
                                /** Format: date-time */
                                newTime: string;
                                reason?: string;
                                /** Format: date-time */
                                rescheduledAt: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                rescheduledBy: string;
                            }[];
                            /** Format: date-time */
                            cancelledAt?: string;
                            cancellationReason?: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            cancelledBy?: string;
                            rescheduleOffered?: boolean;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAppointmentHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            sequence: number;
                            type: string;
                            /** Format: date-time */
                            at: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            actor: string;
                            surface: string;
                            reason: string | null;
                            before: {
                                status: string;
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                /** @enum {string} */
                                appointmentType: "online" | "offline";
                                summary: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                assignedStaffId?: string;
                            } | null;
                            after: {
                                status: string;
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                /** @enum {string} */
                                appointmentType: "online" | "offline";
                                summary: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                assignedStaffId?: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAppointmentStatistics: {
        parameters: {
            query?: {
                period?: number;
                startDate?: string;
                endDate?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            period: {
                                /** Format: date */
                                startDate: string;
                                /** Format: date */
                                endDate: string;
                                days: number;
                            };
                            summary: {
                                totalAppointments: number;
                                completedAppointments: number;
                                cancelledAppointments: number;
                                noShowAppointments: number;
                                completionRate: number;
                                cancellationRate: number;
                                noShowRate: number;
                            };
                            byStatus: {
                                /** @enum {string} */
                                status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                                count: number;
                                percentage: number;
                            }[];
                            byType: {
                                /** @enum {string} */
                                type: "online" | "offline";
                                count: number;
                                percentage: number;
                            }[];
                            byDuration: {
                                duration: number;
                                count: number;
                                percentage: number;
                            }[];
                            trends: {
                                weeklyAverage: number;
                                monthlyGrowth: number | null;
                                peakBookingDay: string | null;
                                peakBookingTime: string | null;
                                averageBookingAdvance: number | null;
                            };
                            revenue: {
                                totalRevenue: number;
                                averageRevenuePerAppointment: number | null;
                                completedRevenue: number;
                                lostRevenue: number;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            workingHours: {
                                dayOfWeek: number;
                                dayName: string;
                                startTime: string;
                                endTime: string;
                                isWorking: boolean;
                            }[];
                            unavailableSlots: {
                                /** Format: date-time */
                                start: string;
                                /** Format: date-time */
                                end: string;
                                reason?: string;
                            }[];
                            specialHours: {
                                /** Format: date */
                                date: string;
                                windows: {
                                    startTime: string;
                                    endTime: string;
                                }[];
                            }[];
                            defaultAppointmentDuration: number;
                            slotInterval: number;
                            bufferTime: number;
                            minimumNoticeMinutes: number;
                            timeZone: string;
                            advanceBookingDays: number;
                            sameDayBooking: boolean;
                            autoConfirm: boolean;
                            sessionPrice: number | null;
                            reminderSettings: {
                                emailReminder: boolean;
                                smsReminder: boolean;
                                reminderTime: number;
                                followUpReminder: boolean;
                            };
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    setAvailability: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    workingHours?: {
                        dayOfWeek: number;
                        dayName?: string;
                        startTime: string;
                        endTime: string;
                        /** @default true */
                        isWorking?: boolean;
                    }[];
                    unavailableSlots?: {
                        /** Format: date-time */
                        start: string;
                        /** Format: date-time */
                        end: string;
                        reason?: string;
                    }[];
                    specialHours?: {
                        /** Format: date */
                        date: string;
                        windows: {
                            startTime: string;
                            endTime: string;
                        }[];
                    }[];
                    defaultAppointmentDuration?: number;
                    slotInterval?: number;
                    bufferTime?: number;
                    minimumNoticeMinutes?: number;
                    timeZone?: string;
                    advanceBookingDays?: number;
                    sameDayBooking?: boolean;
                    autoConfirm?: boolean;
                    sessionPrice?: number;
                    reminderSettings?: {
                        emailReminder?: boolean;
                        smsReminder?: boolean;
                        reminderTime?: number;
                        followUpReminder?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            workingHours: {
                                dayOfWeek: number;
                                dayName: string;
                                startTime: string;
                                endTime: string;
                                isWorking: boolean;
                            }[];
                            unavailableSlots: {
                                /** Format: date-time */
                                start: string;
                                /** Format: date-time */
                                end: string;
                                reason?: string;
                            }[];
                            specialHours: {
                                /** Format: date */
                                date: string;
                                windows: {
                                    startTime: string;
                                    endTime: string;
                                }[];
                            }[];
                            defaultAppointmentDuration: number;
                            slotInterval: number;
                            bufferTime: number;
                            minimumNoticeMinutes: number;
                            timeZone: string;
                            advanceBookingDays: number;
                            sameDayBooking: boolean;
                            autoConfirm: boolean;
                            sessionPrice: number | null;
                            reminderSettings: {
                                emailReminder: boolean;
                                smsReminder: boolean;
                                reminderTime: number;
                                followUpReminder: boolean;
                            };
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listLeads: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                term?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            name: string;
                            /** Format: email */
                            email?: string;
                            phone?: string;
                            timeZone?: string;
                            /** @enum {string} */
                            temperature: "cold" | "warm" | "hot";
                            score: number;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        cursor: string | null;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    createLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    phone?: string;
                    timeZone?: string;
                    /**
                     * @default warm
                     * @enum {string}
                     */
                    temperature?: "cold" | "warm" | "hot";
                    /** @default 50 */
                    score?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            name: string;
                            /** Format: email */
                            email?: string;
                            phone?: string;
                            timeZone?: string;
                            /** @enum {string} */
                            temperature: "cold" | "warm" | "hot";
                            score: number;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            name: string;
                            /** Format: email */
                            email?: string;
                            phone?: string;
                            timeZone?: string;
                            /** @enum {string} */
                            temperature: "cold" | "warm" | "hot";
                            score: number;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    updateLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                leadId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    /** Format: email */
                    email?: string;
                    phone?: string;
                    timeZone?: string;
                    /** @enum {string} */
                    temperature?: "cold" | "warm" | "hot";
                    score?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            name: string;
                            /** Format: email */
                            email?: string;
                            phone?: string;
                            timeZone?: string;
                            /** @enum {string} */
                            temperature: "cold" | "warm" | "hot";
                            score: number;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listStaff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            name: string;
                            /** Format: email */
                            email?: string;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    addStaff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    id?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            name: string;
                            /** Format: email */
                            email?: string;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getReminderTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            emailReminder: {
                                subject: string;
                                body: string;
                            };
                            smsReminder: {
                                body: string;
                            };
                            followUpReminder: {
                                subject: string;
                                body: string;
                            };
                        };
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    setReminderTemplates: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    emailReminder?: {
                        subject?: string;
                        body?: string;
                    } | null;
                    smsReminder?: {
                        body: string;
                    } | null;
                    followUpReminder?: {
                        subject?: string;
                        body?: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            emailReminder: {
                                subject: string;
                                body: string;
                            };
                            smsReminder: {
                                body: string;
                            };
                            followUpReminder: {
                                subject: string;
                                body: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    previewReminderTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    template: "emailReminder" | "smsReminder" | "followUpReminder";
                    draft?: {
                        subject?: string;
                        body?: string;
                    };
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    appointmentId?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @enum {string} */
                            template: "emailReminder" | "smsReminder" | "followUpReminder";
                            subject?: string;
                            text: string;
                            html?: string;
                            /** @enum {string} */
                            encoding?: "GSM-7" | "UCS-2";
                            segments?: number;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            kind: string;
                            /** @enum {string} */
                            channel: "email" | "sms" | "push";
                            /** @enum {string} */
                            recipient: "lead" | "coach";
                            version: number;
                            /** @enum {string} */
                            status: "sent" | "skipped" | "failed" | "sending";
                            reason: string | null;
                            /** Format: date-time */
                            at: string;
                            messageId: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listAbandonedBookings: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            recoveryAttempts: number;
                            lastRecoveryAttempt: string | null;
                            /** @enum {string} */
                            status: "pending" | "recovery_sent" | "recovered" | "stopped" | "opted_out";
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            selectedSlot: {
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                            };
                            /** Format: date-time */
                            abandonedAt: string;
                            lead?: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                name: string;
                                email?: string;
                                phone?: string;
                            };
                        }[];
                        totalAbandoned: number;
                        recoveryRate: number;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    recoverAbandonedBooking: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                abandonedBookingId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default email
                     * @enum {string}
                     */
                    messageType?: "email" | "sms";
                    customMessage?: string;
                    /** @default false */
                    offerIncentive?: boolean;
                    incentiveType?: string;
                    incentiveValue?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            recoveryAttempts: number;
                            lastRecoveryAttempt: string | null;
                            /** @enum {string} */
                            status: "pending" | "recovery_sent" | "recovered" | "stopped" | "opted_out";
                            recoveryMessage: {
                                /** @enum {string} */
                                type: "email" | "sms";
                                /** Format: date-time */
                                sentAt: string;
                                customMessage: string | null;
                                incentiveOffered: {
                                    type: string;
                                    value: number | null;
                                } | null;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            502: components["responses"]["ProviderUnavailable"];
            503: components["responses"]["Busy"];
        };
    };
    stopRecovery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                abandonedBookingId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            recoveryAttempts: number;
                            lastRecoveryAttempt: string | null;
                            /** @enum {string} */
                            status: "pending" | "recovery_sent" | "recovered" | "stopped" | "opted_out";
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAiRecommendations: {
        parameters: {
            query: {
                leadId: string;
                startDate?: string;
                endDate?: string;
                duration?: number;
                limit?: number;
                target?: "kept" | "converted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            leadId: string;
                            /** @enum {string} */
                            target: "kept" | "converted";
                            aiRecommendations: {
                                /** Format: date-time */
                                slot: string;
                                duration: number;
                                timeZone: string;
                                localStartTime: string;
                                confidence: number;
                                interval: {
                                    low: number;
                                    high: number;
                                };
                                reasons: string[];
                                factors: {
                                    name: string;
                                    effect: number;
                                    interval: {
                                        low: number;
                                        high: number;
                                    };
                                }[];
                                expectedOutcome: string;
                            }[];
                            modelVersion: string;
                            basedOn: number;
                            coldStart: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAiRecommendationQuality: {
        parameters: {
            query?: {
                target?: "kept" | "converted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** @enum {string} */
                            target: "kept" | "converted";
                            modelVersion: string;
                            count: number;
                            rate: number | null;
                            logLoss: number | null;
                            brier: number | null;
                            calibrationError: number | null;
                            bias: number | null;
                            baseline: {
                                logLoss: number | null;
                                brier: number | null;
                            };
                            reliability: {
                                from: number;
                                to: number;
                                count: number;
                                forecast: number;
                                happened: number;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listZoomMeetings: {
        parameters: {
            query: {
                startDate: string;
                endDate: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            dateRange: {
                                /** Format: date */
                                startDate: string;
                                /** Format: date */
                                endDate: string;
                            };
                            meetings: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                appointmentId: string;
                                meetingId: string | null;
                                topic: string;
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                joinUrl: string | null;
                                startUrl?: string | null;
                                password: string | null;
                                /** @enum {string} */
                                status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                                participants: {
                                    email: string | null;
                                    name: string;
                                    /** @enum {string} */
                                    role: "host" | "participant";
                                }[];
                                /** Format: date-time */
                                createdAt: string;
                            }[];
                            summary: {
                                totalMeetings: number;
                                scheduledMeetings: number;
                                completedMeetings: number;
                                cancelledMeetings: number;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getZoomMeeting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointmentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            _id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            appointmentId: string;
                            meetingId: string | null;
                            topic: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            joinUrl: string | null;
                            startUrl?: string | null;
                            password: string | null;
                            /** @enum {string} */
                            status: "scheduled" | "confirmed" | "in_progress" | "completed" | "cancelled" | "no_show";
                            settings: {
                                waitingRoom: boolean;
                                joinBeforeHost: boolean;
                                muteUponEntry: boolean;
                                /** @enum {string} */
                                autoRecording: "none" | "local" | "cloud";
                                breakoutRoom: boolean;
                            };
                            hostEmail: string | null;
                            participants: {
                                email: string | null;
                                name: string;
                                /** @enum {string} */
                                role: "host" | "participant";
                                joinTime: string | null;
                                leaveTime: string | null;
                                duration: number | null;
                            }[];
                            recording: {
                                available: boolean;
                                downloadUrl: string | null;
                                fileSize: number | null;
                                duration: number | null;
                            };
                            /** @constant */
                            proposedStatus?: "no_show";
                            lastError: string | null;
                            createdAt: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getZoomSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            waitingRoom: boolean;
                            joinBeforeHost: boolean;
                            muteUponEntry: boolean;
                            /** @enum {string} */
                            autoRecording: "none" | "local" | "cloud";
                            breakoutRoom: boolean;
                            hostEmail: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    setZoomSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    waitingRoom?: boolean;
                    joinBeforeHost?: boolean;
                    muteUponEntry?: boolean;
                    /** @enum {string} */
                    autoRecording?: "none" | "local" | "cloud";
                    breakoutRoom?: boolean;
                    hostEmail?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            waitingRoom: boolean;
                            joinBeforeHost: boolean;
                            muteUponEntry: boolean;
                            /** @enum {string} */
                            autoRecording: "none" | "local" | "cloud";
                            breakoutRoom: boolean;
                            hostEmail: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listMeetings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        title: string;
                        description: string | null;
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                        /** @enum {string} */
                        status: "SCHEDULED" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "NO_SHOW";
                        /** @enum {string} */
                        meetingType: "video" | "audio" | "in_person" | "chat";
                        meetingUrl: string | null;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        clientId: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        client: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                        therapist: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                    }[];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    createMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    description?: string;
                    /** Format: date-time */
                    startTime: string;
                    /** @enum {number} */
                    duration: 30 | 60 | 90 | 120;
                    /** @constant */
                    status?: "SCHEDULED";
                    /**
                     * @default video
                     * @enum {string}
                     */
                    meetingType?: "video" | "audio" | "in_person" | "chat";
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    therapistId: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        title: string;
                        description: string | null;
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                        /** @enum {string} */
                        status: "SCHEDULED" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "NO_SHOW";
                        /** @enum {string} */
                        meetingType: "video" | "audio" | "in_person" | "chat";
                        meetingUrl: string | null;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        clientId: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        client: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                        therapist: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrSlotUnavailable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getMeeting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meetingId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        title: string;
                        description: string | null;
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                        /** @enum {string} */
                        status: "SCHEDULED" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "NO_SHOW";
                        /** @enum {string} */
                        meetingType: "video" | "audio" | "in_person" | "chat";
                        meetingUrl: string | null;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        clientId: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        client: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                        therapist: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    updateMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                meetingId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    title?: string;
                    description?: string;
                    /** Format: date-time */
                    startTime?: string;
                    /** @enum {number} */
                    duration?: 30 | 60 | 90 | 120;
                    /** @enum {string} */
                    status?: "SCHEDULED" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "NO_SHOW";
                    /** @enum {string} */
                    meetingType?: "video" | "audio" | "in_person" | "chat";
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    therapistId?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        title: string;
                        description: string | null;
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                        /** @enum {string} */
                        status: "SCHEDULED" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "NO_SHOW";
                        /** @enum {string} */
                        meetingType: "video" | "audio" | "in_person" | "chat";
                        meetingUrl: string | null;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        clientId: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        client: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                        therapist: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransitionOrSlotUnavailable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    cancelMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                meetingId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        title: string;
                        description: string | null;
                        /** Format: date-time */
                        startTime: string;
                        duration: number;
                        /** @enum {string} */
                        status: "SCHEDULED" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "NO_SHOW";
                        /** @enum {string} */
                        meetingType: "video" | "audio" | "in_person" | "chat";
                        meetingUrl: string | null;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        clientId: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                        client: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                        therapist: {
                            user: {
                                firstName: string;
                                lastName: string;
                                email: string | null;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listAvailabilitySlots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        dayOfWeek: number;
                        startTime: string;
                        endTime: string;
                        isAvailable: boolean;
                        notes: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    }[];
                };
            };
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    createAvailabilitySlot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    dayOfWeek: number;
                    startTime: string;
                    endTime: string;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        dayOfWeek: number;
                        startTime: string;
                        endTime: string;
                        isAvailable: boolean;
                        notes: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    updateAvailabilitySlot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                slotId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    dayOfWeek?: number;
                    startTime?: string;
                    endTime?: string;
                    notes?: string;
                    isAvailable?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        therapistId: string;
                        dayOfWeek: number;
                        startTime: string;
                        endTime: string;
                        isAvailable: boolean;
                        notes: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    deleteAvailabilitySlot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                slotId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listSessionSlots: {
        parameters: {
            query: {
                therapistId: string;
                date: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        startTime: string;
                        availableDurations: {
                            id: string;
                            name: string;
                            /** @enum {number} */
                            duration: 30 | 60 | 90 | 120;
                        }[];
                    }[];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getPublicSlots: {
        parameters: {
            query: {
                from: string;
                to: string;
                duration?: number;
                timeZone?: string;
            };
            header?: {
                /** @description The `ETag` of what is known already; the same again is answered with 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                coachId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            duration: number;
                            timeZone: string;
                            slots: {
                                /** Format: date-time */
                                startTime: string;
                                localStartTime: string;
                            }[];
                        };
                    };
                };
            };
            /** @description What the `If-None-Match` names is what would be answered */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    placeHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    coachId: string;
                    /** Format: date-time */
                    startTime: string;
                    duration: number;
                    contact: {
                        name: string;
                        /** Format: email */
                        email: string;
                        phone?: string;
                        timeZone: string;
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            timeZone: string;
                            /** @constant */
                            status: "held";
                            /** Format: date-time */
                            expiresAt: string;
                            token: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotUnavailableOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    confirmHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            timeZone: string;
                            status: string;
                            meetingUrl: string | null;
                            manageUrl: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotUnavailableOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    releaseHold: {
        parameters: {
            query: {
                token: string;
            };
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getManagedAppointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            title: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            timeZone: string;
                            status: string;
                            coach: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                id: string;
                                name: string;
                                timeZone: string;
                            };
                            client: {
                                name: string;
                            };
                            canReschedule: boolean;
                            canCancel: boolean;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    rescheduleManagedAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    newStartTime: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            title: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            timeZone: string;
                            status: string;
                            coach: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                id: string;
                                name: string;
                                timeZone: string;
                            };
                            client: {
                                name: string;
                            };
                            canReschedule: boolean;
                            canCancel: boolean;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotUnavailableOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    cancelManagedAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            title: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            timeZone: string;
                            status: string;
                            coach: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                id: string;
                                name: string;
                                timeZone: string;
                            };
                            client: {
                                name: string;
                            };
                            canReschedule: boolean;
                            canCancel: boolean;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAbandonedSlot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            coach: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                id: string;
                                name: string;
                                timeZone: string;
                            };
                            slot: {
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                                timeZone: string;
                            };
                            available: boolean;
                            /** @enum {string} */
                            reason?: "IN_THE_PAST" | "TOO_SOON" | "TOO_FAR" | "OUTSIDE_WORKING_HOURS" | "DURATION_NOT_OFFERED" | "TIME_OFF" | "CALENDAR_UNKNOWN" | "BUSY" | "HELD" | "EXTERNAL_BUSY" | "BUFFER" | "CLIENT_BUSY";
                            alternatives: {
                                /** Format: date-time */
                                startTime: string;
                                duration: number;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    bookAbandonedSlot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    startTime?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coachId: string;
                            /** Format: date-time */
                            startTime: string;
                            duration: number;
                            timeZone: string;
                            status: string;
                            meetingUrl: string | null;
                            manageUrl: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["SlotUnavailableOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getUnsubscribePage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listPeople: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                term?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            name: string;
                            email: string | null;
                            phone: string | null;
                            timeZone: string | null;
                            roles: string[];
                            leadOf: string | null;
                            staffOf: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        cursor: string | null;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    assignClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    providerId: string;
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    clientId: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            providerId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            clientId: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    unassignClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    providerId: string;
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    clientId: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            providerId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            clientId: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getAudit: {
        parameters: {
            query?: {
                appointmentId?: string;
                personId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            eventId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            appointmentId: string;
                            sequence: number;
                            type: string;
                            /** Format: date-time */
                            at: string;
                            actor: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                id: string;
                                standing: string;
                                surface: string;
                            };
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            providerId: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            clientId: string;
                            reason: string | null;
                            before: {
                                status: string;
                                /** Format: date-time */
                                startTime: string;
                                durationMinutes: number;
                                kind: string;
                                title: string;
                            } | null;
                            after: {
                                status: string;
                                /** Format: date-time */
                                startTime: string;
                                durationMinutes: number;
                                kind: string;
                                title: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                worker?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            workers: {
                                worker: string;
                                count: number;
                            }[];
                            letters: {
                                id: string;
                                /** Format: date-time */
                                sentAt: string;
                                receives: number;
                                detailType: string | null;
                                ids: {
                                    [key: string]: string;
                                };
                            }[] | null;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    redriveDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                worker: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    appointmentId?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            worker: string;
                            moved: number;
                            left: number;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    createBooking: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    coach_id: string;
                    /** Format: date-time */
                    session_datetime: string;
                    duration_minutes: number;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        client_id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        coach_id: string;
                        /** Format: date-time */
                        session_datetime: string;
                        duration_minutes: number;
                        /** @enum {string} */
                        status: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                        notes: string | null;
                        payment_id: string | null;
                        meeting_link: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrSlotUnavailable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getBooking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        client_id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        coach_id: string;
                        /** Format: date-time */
                        session_datetime: string;
                        duration_minutes: number;
                        /** @enum {string} */
                        status: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                        notes: string | null;
                        payment_id: string | null;
                        meeting_link: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        client: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            name: string | null;
                            email: string | null;
                        };
                        coach: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            name: string | null;
                            email: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    cancelBooking: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    changeBookingStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` of the version that is to be changed; `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        client_id: string;
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        coach_id: string;
                        /** Format: date-time */
                        session_datetime: string;
                        duration_minutes: number;
                        /** @enum {string} */
                        status: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                        notes: string | null;
                        payment_id: string | null;
                        meeting_link: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listClientBookings: {
        parameters: {
            query?: {
                status?: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bookings: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            client_id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coach_id: string;
                            /** Format: date-time */
                            session_datetime: string;
                            duration_minutes: number;
                            /** @enum {string} */
                            status: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                            notes: string | null;
                            payment_id: string | null;
                            meeting_link: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        total: number;
                        limit: number;
                        offset: number;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listCoachBookings: {
        parameters: {
            query?: {
                status?: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                coach_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bookings: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            client_id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coach_id: string;
                            /** Format: date-time */
                            session_datetime: string;
                            duration_minutes: number;
                            /** @enum {string} */
                            status: "pending" | "confirmed" | "completed" | "cancelled" | "no_show";
                            notes: string | null;
                            payment_id: string | null;
                            meeting_link: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        total: number;
                        limit: number;
                        offset: number;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getCoachAvailability: {
        parameters: {
            query: {
                start_date: string;
                end_date: string;
                duration_minutes?: number;
            };
            header?: never;
            path: {
                coach_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        coach_id: string;
                        duration_minutes: number;
                        available_slots: {
                            /** Format: date-time */
                            start_datetime: string;
                            /** Format: date-time */
                            end_datetime: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getCalendarAuthUrl: {
        parameters: {
            query?: {
                redirect_uri?: string;
            };
            header?: never;
            path: {
                calendar_type: "google" | "outlook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        auth_url: string;
                        state: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    exchangeCalendarToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar_type: "google" | "outlook";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    state: string;
                    /** Format: uri */
                    redirect_uri?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                        connection_id: string;
                        access_token: string;
                        expires_in: number;
                        scope: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            502: components["responses"]["ProviderUnavailable"];
            503: components["responses"]["Busy"];
        };
    };
    syncBookingToCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    booking_id: string;
                    /** @enum {string} */
                    calendar_type: "google" | "outlook";
                    access_token?: string;
                    timezone?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id: string;
                        /** @enum {string} */
                        calendar_type: "google" | "outlook";
                        meeting_link: string | null;
                        html_link: string | null;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            502: components["responses"]["ProviderUnavailable"];
            503: components["responses"]["Busy"];
        };
    };
    connectCalendar: {
        parameters: {
            query?: {
                redirect?: boolean;
            };
            header?: never;
            path: {
                provider: "google" | "outlook";
                coachId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uri */
                            authUrl: string;
                        };
                    };
                };
            };
            /** @description Go on to the address in `Location` */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    finishConnecting: {
        parameters: {
            query?: {
                state?: string;
                code?: string;
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go on to the address in `Location` */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coach_id: string;
                            /** @enum {string} */
                            provider: "google" | "outlook";
                            /** Format: email */
                            account_email: string;
                            /** @enum {string} */
                            status: "active" | "needs_reauth" | "error" | "paused";
                            last_synced_at: string | null;
                            last_error: string | null;
                            pending_count: number;
                            failed_count: number;
                            drifted_count: number;
                            busy_read_at: string | null;
                            busy_stale: boolean;
                            sync_enabled: boolean;
                            auto_create_events: boolean;
                            auto_update_events: boolean;
                            include_client_details: boolean;
                            event_title_template: string;
                            event_description_template: string;
                            /** @enum {string} */
                            busy_sync: "off" | "on";
                            /** @enum {string} */
                            busy_policy: "fail_closed" | "allow_stale";
                            busy_max_age_minutes: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    changeConnectionSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    sync_enabled?: boolean;
                    auto_create_events?: boolean;
                    auto_update_events?: boolean;
                    include_client_details?: boolean;
                    event_title_template?: string;
                    event_description_template?: string;
                    /** @enum {string} */
                    busy_sync?: "off" | "on";
                    /** @enum {string} */
                    busy_policy?: "fail_closed" | "allow_stale";
                    busy_max_age_minutes?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            coach_id: string;
                            /** @enum {string} */
                            provider: "google" | "outlook";
                            /** Format: email */
                            account_email: string;
                            /** @enum {string} */
                            status: "active" | "needs_reauth" | "error" | "paused";
                            last_synced_at: string | null;
                            last_error: string | null;
                            pending_count: number;
                            failed_count: number;
                            drifted_count: number;
                            busy_read_at: string | null;
                            busy_stale: boolean;
                            sync_enabled: boolean;
                            auto_create_events: boolean;
                            auto_update_events: boolean;
                            include_client_details: boolean;
                            event_title_template: string;
                            event_description_template: string;
                            /** @enum {string} */
                            busy_sync: "off" | "on";
                            /** @enum {string} */
                            busy_policy: "fail_closed" | "allow_stale";
                            busy_max_age_minutes: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    disconnectCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            id: string;
                            revoked: boolean;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    syncConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; the work is done later */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            queued: number;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @constant */
                            ok: true;
                            calendar_name: string;
                            time_zone: string | null;
                            /** Format: email */
                            account_email: string;
                        } | {
                            /** @constant */
                            ok: false;
                            error: string;
                            /** @enum {string} */
                            status: "active" | "needs_reauth" | "error" | "paused";
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    listFailedItems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                            appointment_id: string;
                            /** @enum {string} */
                            state: "failed" | "moved" | "deleted";
                            last_error: string | null;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    redriveFailedItems: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    appointment_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Accepted; the work is done later */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            queued: number;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    receiveGooglePush: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            500: components["responses"]["Internal"];
        };
    };
    receiveGraphNotifications: {
        parameters: {
            query?: {
                validationToken?: string;
            };
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    value?: {
                        clientState?: string | null;
                        lifecycleEvent?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Accepted; the work is done later */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            500: components["responses"]["Internal"];
        };
    };
    receiveZoomEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        plainToken?: string;
                        encryptedToken?: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["Internal"];
        };
    };
    createIntake: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    firstName: string;
                    lastName: string;
                    companyName: string;
                    /** Format: uri */
                    companyWebsite: string;
                    position: string;
                    isDecisionMaker: boolean;
                    /** Format: email */
                    email: string;
                    businessPhone?: {
                        code: string;
                        number: string;
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            booking: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                calendlyLink: string;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                /** Format: date-time */
                                scheduledAt?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            calendlyLink: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getIntake: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            booking: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                calendlyLink: string;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                /** Format: date-time */
                                scheduledAt?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    changeIntakeStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "pending" | "scheduled" | "completed" | "cancelled";
                    reason?: string;
                    eventData?: {
                        eventUri: string;
                        inviteeUri?: string;
                        /** Format: date-time */
                        scheduledAt: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            booking: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                calendlyLink: string;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                /** Format: date-time */
                                scheduledAt?: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    receiveCalendlyWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["Internal"];
        };
    };
    listIntakes: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                term?: string;
                status?: "pending" | "scheduled" | "completed" | "cancelled";
                isRead?: boolean;
                sortBy?: "firstName" | "lastName" | "companyName" | "companyWebsite" | "position" | "isDecisionMaker" | "email" | "status" | "scheduledAt" | "isRead" | "createdAt" | "updatedAt";
                sortDirection?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            bookings: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                companyName: string;
                                companyWebsite: string;
                                position: string;
                                isDecisionMaker: boolean;
                                email: string;
                                businessPhone: {
                                    code: string;
                                    number: string;
                                } | null;
                                calendlyLink: string;
                                calendlyFallback: boolean;
                                calendlyEventUri: string | null;
                                calendlyInviteeUri: string | null;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                scheduledAt: string | null;
                                meetingNotes: string | null;
                                isRead: boolean;
                                appointmentId: string | null;
                                clash: {
                                    reason: string;
                                    appointmentId: string | null;
                                } | null;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                updatedAt: string;
                            }[];
                            pagination: {
                                page: number;
                                limit: number;
                                total: number;
                                totalPages: number;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    updateIntake: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                    _id: string;
                    /** @enum {string} */
                    status?: "pending" | "scheduled" | "completed" | "cancelled";
                    isRead?: boolean;
                    meetingNotes?: string;
                    firstName?: string;
                    lastName?: string;
                    companyName?: string;
                    /** Format: uri */
                    companyWebsite?: string;
                    position?: string;
                    isDecisionMaker?: boolean;
                    /** Format: email */
                    email?: string;
                    businessPhone?: {
                        code: string;
                        number: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            booking: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                companyName: string;
                                companyWebsite: string;
                                position: string;
                                isDecisionMaker: boolean;
                                email: string;
                                businessPhone: {
                                    code: string;
                                    number: string;
                                } | null;
                                calendlyLink: string;
                                calendlyFallback: boolean;
                                calendlyEventUri: string | null;
                                calendlyInviteeUri: string | null;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                scheduledAt: string | null;
                                meetingNotes: string | null;
                                isRead: boolean;
                                appointmentId: string | null;
                                clash: {
                                    reason: string;
                                    appointmentId: string | null;
                                } | null;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                updatedAt: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getIntakeForAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            booking: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                companyName: string;
                                companyWebsite: string;
                                position: string;
                                isDecisionMaker: boolean;
                                email: string;
                                businessPhone: {
                                    code: string;
                                    number: string;
                                } | null;
                                calendlyLink: string;
                                calendlyFallback: boolean;
                                calendlyEventUri: string | null;
                                calendlyInviteeUri: string | null;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                scheduledAt: string | null;
                                meetingNotes: string | null;
                                isRead: boolean;
                                appointmentId: string | null;
                                clash: {
                                    reason: string;
                                    appointmentId: string | null;
                                } | null;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                updatedAt: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    deleteIntakes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            deletedCount: number;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    cancelIntake: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            booking: {
                                /** @example 01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10 */
                                _id: string;
                                firstName: string;
                                lastName: string;
                                companyName: string;
                                companyWebsite: string;
                                position: string;
                                isDecisionMaker: boolean;
                                email: string;
                                businessPhone: {
                                    code: string;
                                    number: string;
                                } | null;
                                calendlyLink: string;
                                calendlyFallback: boolean;
                                calendlyEventUri: string | null;
                                calendlyInviteeUri: string | null;
                                /** @enum {string} */
                                status: "pending" | "scheduled" | "completed" | "cancelled";
                                scheduledAt: string | null;
                                meetingNotes: string | null;
                                isRead: boolean;
                                appointmentId: string | null;
                                clash: {
                                    reason: string;
                                    appointmentId: string | null;
                                } | null;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                updatedAt: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailedOrInvalidTransition"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getCalendlyEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            event: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            502: components["responses"]["ProviderUnavailable"];
            503: components["responses"]["Busy"];
        };
    };
    getCalendlyInvitee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            invitee: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            502: components["responses"]["ProviderUnavailable"];
            503: components["responses"]["Busy"];
        };
    };
    getCalendlyInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message: string;
                        results: {
                            user: {
                                [key: string]: unknown;
                            };
                            eventType: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            502: components["responses"]["ProviderUnavailable"];
            503: components["responses"]["Busy"];
        };
    };
    keepDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    platform: "ios" | "android" | "web";
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** @enum {string} */
                            platform: "ios" | "android" | "web";
                            token: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    forgetDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    makeCalendarFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default false */
                    includeClientDetails?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        message?: string;
                        data: {
                            /** Format: uri */
                            url: string;
                            includeClientDetails: boolean;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    revokeCalendarFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the change again: within 24 hours the first answer is given again. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    readCalendarFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what is known already; the same again is answered with 304. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                feed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description What the `If-None-Match` names is what would be answered */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Busy"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getDocsAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: "swagger-ui.css" | "swagger-ui-bundle.js" | "initialise.js";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/*": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
}
