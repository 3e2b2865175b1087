{% macro _with_defaults(declaration) %}
    {#- One use case's declaration with the documented defaults below what is declared. -#}
    {%- set defaults = {
        'problem': none,
        'task': 'binary',
        'features': {},
        'segments': [],
        'groups': [],
        'metrics': [],
        'learners': ['logistic', 'boosted_trees'],
    } -%}
    {%- set nested = {
        'entity': {'cluster': none, 'subject': none},
        'label': {'known_at': none, 'wait_days': 0},
        'outcomes': {'tp': none, 'fp': none, 'fn': none, 'tn': none},
        'decision': {'action': none, 'capacity_per_day': none, 'latency_days': none},
        'volume': {'units_per_month': none, 'sample_fraction': 1.0},
        'money': {'currency': none, 'discount_rate_annual': none, 'horizon_months': 36},
        'split': {
            'method': 'time', 'valid': 0.2, 'test': 0.2, 'embargo_days': 0, 'column': none, 'as_of': none,
        },
        'privacy': {'purpose': none, 'personal': []},
    } -%}
    {%- set complete = {} -%}
    {%- do complete.update(defaults) -%}
    {%- do complete.update(declaration) -%}
    {%- for key, values in nested.items() -%}
        {%- set merged = {} -%}
        {%- do merged.update(values) -%}
        {%- do merged.update(declaration.get(key) or {}) -%}
        {%- do complete.update({key: merged}) -%}
    {%- endfor -%}
    {{ return(complete) }}
{% endmacro %}
