{%- if execute %}{% do assay.validate_data() %}{% endif -%}
{%- set rows = [] -%}
{%- for name, declaration in assay.use_cases().items() -%}
    {%- do rows.append({
        'use_case': name,
        'problem': declaration.problem,
        'task': declaration.task,
        'label_kind': assay._label_kind(declaration),
        'entity_relation': declaration.entity.relation,
        'action': declaration.decision.action,
        'currency': declaration.money.currency,
        'split_method': declaration.split.method,
        'split_column': declaration.split.column,
        'fold_method': declaration.validation.method,
        'calibration': declaration.calibration,
        'learners': assay.planned_learners(declaration) | join(','),
        'privacy_purpose': declaration.privacy.purpose,
        'retrain_policy': declaration.training.retrain,
        'fold_count': declaration.validation.folds,
        'fold_embargo_days': declaration.validation.embargo_days,
        'contamination_rate': declaration.contamination,
        'retrain_days': declaration.training.every_days,
        'retrain_months': declaration.training.every_months,
        'wait_days': declaration.label.wait_days,
        'capacity_per_day': declaration.decision.capacity_per_day,
        'latency_days': declaration.decision.latency_days,
        'units_per_month': declaration.volume.units_per_month,
        'sample_fraction': declaration.volume.sample_fraction,
        'discount_rate_annual': declaration.money.discount_rate_annual,
        'horizon_months': declaration.money.horizon_months,
        'npv_negative_max_rate': declaration.risk_tolerance.npv_negative_max,
        'pilot_cost_amount': declaration.pilot.cost,
        'pilot_units': declaration.pilot.units,
        'pilot_weeks': declaration.pilot.duration_weeks,
        'valid_rate': declaration.split.valid,
        'test_rate': declaration.split.test,
        'embargo_days': declaration.split.embargo_days,
        'has_outcomes': declaration.outcomes.values() | reject('none') | list | length > 0,
        'split_as_of': declaration.split.as_of,
        'baseline_from': declaration.baseline.from,
        'baseline_until': declaration.baseline.until,
    }) %}
-- depends_on: {{ assay.relation_named(declaration.entity.relation) }}
{%- endfor %}
{%- for relation in assay._declared('inputs').values() if relation is not none %}
-- depends_on: {{ assay.relation_named(relation) }}
{%- endfor %}
with

use_cases as (
    {{ assay._select_rows({
        'use_case': 'string',
        'problem': 'string',
        'task': 'string',
        'label_kind': 'string',
        'entity_relation': 'string',
        'action': 'string',
        'currency': 'string',
        'split_method': 'string',
        'split_column': 'string',
        'fold_method': 'string',
        'calibration': 'string',
        'learners': 'string',
        'privacy_purpose': 'string',
        'retrain_policy': 'string',
        'fold_count': 'integer',
        'fold_embargo_days': 'integer',
        'contamination_rate': 'double',
        'retrain_days': 'integer',
        'retrain_months': 'integer',
        'wait_days': 'integer',
        'capacity_per_day': 'double',
        'latency_days': 'double',
        'units_per_month': 'double',
        'sample_fraction': 'double',
        'discount_rate_annual': 'double',
        'horizon_months': 'integer',
        'npv_negative_max_rate': 'double',
        'pilot_cost_amount': 'double',
        'pilot_units': 'double',
        'pilot_weeks': 'double',
        'valid_rate': 'double',
        'test_rate': 'double',
        'embargo_days': 'integer',
        'has_outcomes': 'boolean',
        'split_as_of': 'timestamp',
        'baseline_from': 'date',
        'baseline_until': 'date',
    }, rows) }}
)

select * from use_cases
