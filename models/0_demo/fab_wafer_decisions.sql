with w as (
select 'L'||lpad((i//25)::varchar,5,'0') lot_id, 'L'||lpad((i//25)::varchar,5,'0')||'-'||(i%25) wafer_id,
 timestamp '2024-07-01' + interval (i*720*24//25000) hour as decided_at, i,
 hash(i,1)%1000/1000.0::double u1, hash(i,2)%1000/1000.0::double u2, hash(i,3)%1000/1000.0::double u3, hash(i,4)%1000/1000.0::double u4
from range(25000) t(i))
select wafer_id, lot_id, decided_at, case when decided_at < timestamp '2026-05-10' then decided_at + interval 40 day end sorted_at,
 ['SENS-D','PMIC','SOC-F'][1+(i//25)%3] product, ['acme','globex'][1+(i//50)%2] customer, ['day','night'][1+(i//75)%2] shift,
 u4<0.1 sampled_flag, u1>0.95 spc_alarm, case when decided_at < timestamp '2026-05-10' then 0.9-0.4*u1*u2-0.1*u3 end::double sort_yield, 0.7::double yield_limit, 0.9::double yield_nominal,
 1000 gross_die, 2.0::double margin_usd, 400.0::double rework_usd, 2000.0::double wafer_cost_usd, u3<0.03 handling_damage,
 case when u2>.05 then u1*10 end pressure, u2*5+20 temperature, u3 noise, 1.5::double constant_sensor, 'CH'||(i%13) chamber, 'TOOL'||lpad((hash(i//25)%60)::varchar,2,'0') recipe, 'Op '||(i%40) operator_name, 'op'||(i%40)||'@fab.example' operator_email
from w
