{% macro normalizer(expressions, p=2) %}
    {#- The numbers divided by their p-norm (`p` at least 1, or 0 for the largest magnitude): a list of SQL
        expressions, one per number. A row of zeros stays zero, a missing number makes all of them missing. -#}
    {%- set powers = [] -%}
    {%- for expression in expressions -%}
        {%- set magnitude = 'abs(cast(' ~ expression ~ ' as double))' -%}
        {%- do powers.append(magnitude if p == 0 else 'power(' ~ magnitude ~ ', ' ~ p ~ ')') -%}
    {%- endfor -%}
    {%- set total = '(' ~ powers | join(' + ') ~ ')' -%}
    {%- if p == 0 -%}
        {#- greatest leaves NULL out, the sum does not. -#}
        {%- set norm = 'case when ' ~ total ~ ' is not null then greatest(' ~ powers | join(', ') ~ ') end' -%}
    {%- else -%}
        {%- set norm = 'power(' ~ total ~ ', cast(1 as double) / ' ~ p ~ ')' -%}
    {%- endif -%}
    {%- set shares = [] -%}
    {%- for expression in expressions -%}
        {%- do shares.append(
            'cast(' ~ expression ~ ' as double) / case when (' ~ norm ~ ') = 0 then 1 else (' ~ norm ~ ') end'
        ) -%}
    {%- endfor -%}
    {{ return(shares) }}
{% endmacro %}
