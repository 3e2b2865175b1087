{% macro _feasibility_checks() %}
{#- What feasibility looks at: (check, unit, side of the threshold that is good, value, threshold, whether what it needs
    is declared, which use cases it belongs to, why it is not declared, why it is not known). SQL over the CTE
    `gathered` of assay_value__feasibility_checks. -#}
{%- set shares = var('assay_learning_curve_shares', [0.5, 1.0]) -%}
{%- set has_curves = "task in ('binary', 'multiclass')" if 0.5 in shares and 1.0 in shares else 'false' -%}
{%- set quantity = "label_kind = 'quantity'" -%}
{%- set other = "label_kind <> 'quantity'" -%}
{%- set needed_rows = 'cast(10 * feature_count as double)' -%}
{{ return([
    ('history', 'months', 'at_least', 'history_months', '12', 'true', 'true', '',
        'there is no decision'),
    ('label_delay', 'days', 'at_most', 'label_delay_days', 'cast(wait_days as double)', 'true', 'true', '',
        'no label is known, or label.wait_days is not declared'),
    ('label_delay_within_horizon', 'months', 'at_most', 'label_delay_days / cast(30.4375 as double)',
        'cast(horizon_months as double)', 'true', 'true', '', 'no label is known'),
    ('examples_of_the_rarer_class', 'decisions', 'at_least', 'cast(rarer_count as double)', needed_rows,
        "task = 'binary'", other, 'only a label of two classes has a rarer one',
        'there is no training row or no feature'),
    ('examples', 'decisions', 'at_least', 'cast(train_rows as double)', needed_rows, 'true', quantity, '',
        'there is no training row or no feature'),
    ('missing_feature_values', 'share', 'at_most', 'missing_rate',
        'cast(' ~ var('assay_missing_limit', 0.5) ~ ' as double)', 'true', 'true', '', 'there is no feature'),
    ('leaking_features', 'columns', 'at_most', 'cast(leak_count as double)', '0', "label_kind <> 'none'", 'true',
        'there is no label to give away', 'there is no feature'),
    ('independent_test_clusters', 'clusters', 'at_least', 'cast(test_clusters as double)', '10', 'true', 'true', '',
        'there is no test row'),
    ('lift_of_the_current_policy', 'money per decision', 'at_least', 'lift_amount', '0', 'has_outcomes', 'true',
        'outcomes are not declared', 'no test row has a known outcome'),
    ('detectable_effect_of_the_pilot', 'money per decision', 'at_most', 'detectable_effect_amount', 'effect_amount',
        'has_outcomes and pilot_units is not null', 'true', 'outcomes or pilot.units are not declared',
        'the effect has no standard error'),
    ('learning_curve_slope', 'area under the ROC curve', 'at_most', 'doubling_gain',
        'cast(' ~ var('assay_fit_tolerance', 0.02) ~ ' as double)', has_curves, other, 'no learning curve is drawn',
        'the champion has no learning curve'),
]) }}
{% endmacro %}
