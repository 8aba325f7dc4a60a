INSERT INTO audit_log (id, at, area, who, kind, act, subject, request)
SELECT COALESCE(MAX(id), 0) + 1, :at, :area, :who, :kind, :act, :subject, :request FROM audit_log
