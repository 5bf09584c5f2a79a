-- Exports the tables of the Standard Safeguarding Dataset that scorecards are made of.
--
-- Each SELECT is one file, named like the table: ssd_person.csv, ssd_cla_episodes.csv and so on, all in the folder of the
-- month. In SQL Server Management Studio: Query, Results To, Results to File, or run each with sqlcmd:
--
--     sqlcmd -S SERVER -d DATABASE -E -W -s "," -Q "SET NOCOUNT ON; SELECT ..." -o ssd_person.csv
--
-- The line of dashes that sqlcmd writes below the header does no harm. Tables may lie
-- in a schema of their own (ssd_development.ssd_person): put it before the names. Only what is listed is read, so that nothing
-- else of a child need leave the database.
--
-- Children whose care ended more than six years ago are left out: set @since to the first day of history that you want.

DECLARE @since date = DATEADD(year, -6, GETDATE());

-- ssd_person.csv
SELECT p.pers_person_id, p.pers_upn, p.pers_sex, p.pers_ethnicity, CONVERT(date, p.pers_dob) AS pers_dob
FROM ssd_person AS p
WHERE EXISTS (SELECT 1 FROM ssd_cla_episodes AS e WHERE e.clae_person_id = p.pers_person_id
              AND (e.clae_cla_episode_ceased_date IS NULL OR e.clae_cla_episode_ceased_date >= @since))
   OR EXISTS (SELECT 1 FROM ssd_care_leavers AS c WHERE c.clea_person_id = p.pers_person_id);

-- ssd_immigration_status.csv
SELECT immi_person_id, immi_immigration_status, CONVERT(date, immi_immigration_status_end_date) AS immi_immigration_status_end_date
FROM ssd_immigration_status
WHERE immi_immigration_status LIKE '%UASC%' OR immi_immigration_status LIKE '%asylum%';

-- ssd_cla_episodes.csv: the whole period of care of everybody who was looked after since
SELECT e.clae_person_id, e.clae_cla_id, e.clae_cla_placement_id,
       CONVERT(date, e.clae_cla_episode_start_date) AS clae_cla_episode_start_date, e.clae_cla_episode_start_reason,
       e.clae_cla_primary_need_code,
       CONVERT(date, e.clae_cla_episode_ceased_date) AS clae_cla_episode_ceased_date, e.clae_cla_episode_ceased_reason
FROM ssd_cla_episodes AS e
WHERE EXISTS (SELECT 1 FROM ssd_cla_episodes AS l WHERE l.clae_person_id = e.clae_person_id
              AND (l.clae_cla_episode_ceased_date IS NULL OR l.clae_cla_episode_ceased_date >= @since));

-- ssd_cla_placement.csv
SELECT clap_person_id, clap_cla_placement_id, clap_cla_id,
       CONVERT(date, clap_cla_placement_start_date) AS clap_cla_placement_start_date,
       CONVERT(date, clap_cla_placement_end_date) AS clap_cla_placement_end_date,
       clap_cla_placement_type, clap_cla_placement_provider, clap_cla_placement_postcode, clap_cla_placement_urn,
       clap_cla_placement_change_reason
FROM ssd_cla_placement;

-- ssd_legal_status.csv
SELECT lega_person_id, lega_legal_status, CONVERT(date, lega_legal_status_start_date) AS lega_legal_status_start_date,
       CONVERT(date, lega_legal_status_end_date) AS lega_legal_status_end_date
FROM ssd_legal_status;

-- ssd_cla_reviews.csv
SELECT r.clar_cla_person_id, CONVERT(date, r.clar_cla_review_date) AS clar_cla_review_date, r.clar_cla_review_cancelled,
       r.clar_cla_review_participation
FROM ssd_cla_reviews AS r;

-- ssd_cla_visits.csv
SELECT clav_person_id, CONVERT(date, clav_cla_visit_date) AS clav_cla_visit_date, clav_cla_visit_seen_alone FROM ssd_cla_visits;

-- ssd_cla_health.csv
SELECT clah_person_id, clah_health_check_type, CONVERT(date, clah_health_check_date) AS clah_health_check_date, clah_health_check_status
FROM ssd_cla_health;

-- ssd_cla_immunisations.csv
SELECT clai_person_id, clai_immunisations_status FROM ssd_cla_immunisations;

-- ssd_cla_substance_misuse.csv
SELECT clas_person_id, CONVERT(date, clas_substance_misuse_date) AS clas_substance_misuse_date, clas_intervention_received
FROM ssd_cla_substance_misuse;

-- ssd_cla_convictions.csv
SELECT clac_person_id, CONVERT(date, clac_cla_conviction_date) AS clac_cla_conviction_date FROM ssd_cla_convictions;

-- ssd_sdq_scores.csv
SELECT csdq_person_id, CONVERT(date, csdq_sdq_completed_date) AS csdq_sdq_completed_date, csdq_sdq_score, csdq_sdq_reason
FROM ssd_sdq_scores;

-- ssd_missing.csv
SELECT miss_person_id, CONVERT(date, miss_missing_episode_start_date) AS miss_missing_episode_start_date, miss_missing_episode_type,
       CONVERT(date, miss_missing_episode_end_date) AS miss_missing_episode_end_date
FROM ssd_missing;

-- ssd_care_leavers.csv
SELECT clea_person_id, clea_care_leaver_eligibility, clea_care_leaver_in_touch,
       CONVERT(date, clea_care_leaver_latest_contact) AS clea_care_leaver_latest_contact, clea_care_leaver_accommodation,
       clea_care_leaver_accom_suitable, clea_care_leaver_activity,
       CONVERT(date, clea_pathway_plan_review_date) AS clea_pathway_plan_review_date
FROM ssd_care_leavers;

-- ssd_permanence.csv
SELECT perm_person_id, CONVERT(date, perm_adm_decision_date) AS perm_adm_decision_date,
       CONVERT(date, perm_matched_date) AS perm_matched_date,
       CONVERT(date, perm_decision_reversed_date) AS perm_decision_reversed_date, perm_decision_reversed_reason
FROM ssd_permanence;

-- ssd_involvements.csv: leave in social workers alone, where your table holds others too
SELECT invo_person_id, invo_professional_id, invo_professional_team,
       CONVERT(date, invo_involvement_start_date) AS invo_involvement_start_date,
       CONVERT(date, invo_involvement_end_date) AS invo_involvement_end_date, invo_worker_change_reason
FROM ssd_involvements;

-- ssd_cla_previous_permanence.csv
SELECT lapp_person_id, lapp_previous_permanence_option, lapp_previous_permanence_la, lapp_previous_permanence_order_date
FROM ssd_cla_previous_permanence;

-- ssd_mother.csv: mothers who are, or were, children in care themselves
SELECT m.moth_person_id, CONVERT(date, m.moth_childs_dob) AS moth_childs_dob
FROM ssd_mother AS m
WHERE EXISTS (SELECT 1 FROM ssd_cla_episodes AS e WHERE e.clae_person_id = m.moth_person_id);

-- ssd_address.csv: of children in care alone, for the distance from home
SELECT a.addr_person_id, a.addr_address_type, CONVERT(date, a.addr_address_start_date) AS addr_address_start_date,
       CONVERT(date, a.addr_address_end_date) AS addr_address_end_date, a.addr_address_postcode
FROM ssd_address AS a
WHERE EXISTS (SELECT 1 FROM ssd_cla_episodes AS e WHERE e.clae_person_id = a.addr_person_id);
