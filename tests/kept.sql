-- What a test's PostgreSQL database was when it was made, and the way back to it: copying a whole database for every
-- test takes most of a test's time. Tables that nobody touched are known by their rows' transaction and left alone.
CREATE SCHEMA kept;

DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('CREATE UNLOGGED TABLE kept.%1$I AS SELECT * FROM public.%1$I', name);
  END LOOP;
END $$;

CREATE TABLE kept."/tables" AS
  SELECT c.relname AS name, '0'::xid AS made, 0::bigint AS rows,
    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r';

CREATE TABLE kept."/sequences" AS
  SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';

CREATE FUNCTION kept.shape() RETURNS text LANGUAGE sql AS $$
  SELECT md5(
    (SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    || (SELECT string_agg(oid::text || tgenabled::text, ' ' ORDER BY oid) FROM pg_trigger))
$$;

CREATE TABLE kept."/shape" AS SELECT kept.shape() AS shape;

-- Whether the way back leads there: not where a test has changed the tables themselves.
CREATE FUNCTION kept.restore() RETURNS boolean LANGUAGE plpgsql
  SET session_replication_role = replica SET synchronous_commit = off AS $$
DECLARE one record; same boolean; at bigint; called boolean;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
  IF kept.shape() <> (SELECT shape FROM kept."/shape") THEN RETURN false; END IF;
  FOR one IN SELECT * FROM kept."/tables" LOOP
    EXECUTE format('SELECT count(*) = $2 AND count(*) FILTER (WHERE xmin <> $1) = 0 FROM public.%I', one.name)
      INTO same USING one.made, one.rows;
    CONTINUE WHEN same;
    EXECUTE format('DELETE FROM public.%I', one.name);
    EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM kept.%1$I', one.name, one.columns);
    GET DIAGNOSTICS at = ROW_COUNT;
    UPDATE kept."/tables" SET made = pg_current_xact_id()::xid, rows = at WHERE name = one.name;
  END LOOP;
  FOR one IN SELECT * FROM kept."/sequences" LOOP
    EXECUTE format('SELECT last_value, is_called FROM public.%I', one.sequencename) INTO at, called;
    CONTINUE WHEN at = coalesce(one.last_value, 1) AND called = (one.last_value IS NOT NULL);
    PERFORM setval(format('public.%I', one.sequencename)::regclass, coalesce(one.last_value, 1), one.last_value IS NOT NULL);
  END LOOP;
  RETURN true;
END $$;
