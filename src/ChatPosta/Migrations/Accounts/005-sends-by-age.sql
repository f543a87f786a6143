-- What is older than a month goes with each new message, and must not be looked for among all that is younger.
CREATE INDEX sends_by_age ON sends (asked_at) WHERE state = 'taken';
