{% macro _expressions(declaration) %}
    {#- Every SQL expression of a use case: {place in the declaration: expression}. -#}
    {%- set found = {'label.sql': declaration.label.sql, 'label.known_at': declaration.label.known_at} -%}
    {%- for policy in declaration.policies -%}
        {%- do found.update({
            'policies[' ~ loop.index0 ~ '].sql': policy.sql,
            'policies[' ~ loop.index0 ~ '].prediction': policy.prediction,
        }) -%}
    {%- endfor -%}
    {%- for outcome, sql in declaration.outcomes.items() -%}
        {%- do found.update({'outcomes.' ~ outcome: sql}) -%}
    {%- endfor -%}
    {%- for metric in declaration.metrics -%}
        {%- do found.update({
            'metrics[' ~ loop.index0 ~ '].sql': metric.sql,
            'metrics[' ~ loop.index0 ~ '].unit_amount': metric.unit_amount,
            'metrics[' ~ loop.index0 ~ '].ceiling': metric.ceiling,
        }) -%}
    {%- endfor -%}
    {%- for key in ['assignment', 'assigned_at', 'strata', 'adjust_for'] -%}
        {%- do found.update({'realisation.' ~ key: declaration.realisation[key]}) -%}
    {%- endfor -%}
    {%- set declared = {} -%}
    {%- for place, sql in found.items() if sql is not none -%}
        {%- do declared.update({place: sql | string}) -%}
    {%- endfor -%}
    {{ return(declared) }}
{% endmacro %}
