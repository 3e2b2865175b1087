{% macro _choice_rows() %}
    {#- One row per use case and learner whose parameters the declaration searches or names, as a query: the search, or
        all parameters, as JSON. -#}
    {%- set rows = [] -%}
    {%- for name, declaration in assay.use_cases().items() -%}
        {%- set tuning = declaration.tuning -%}
        {%- for learner, ranges in tuning.space.items() if assay._declared_ranges(ranges) -%}
            {%- set search = {
                'method': tuning.method,
                'trials': tuning.trials,
                'seconds': tuning.seconds,
                'patience': tuning.patience,
                'trials_per_round': assay._trials_per_round(),
                'space': assay._declared_ranges(ranges),
            } -%}
            {#- What is not declared is left out, so that the fingerprints of other searches stay. -#}
            {%- if tuning.amount is not none -%}{%- do search.update({'amount': tuning.amount}) -%}{%- endif -%}
            {%- if tuning.nested -%}{%- do search.update({'nested': true}) -%}{%- endif -%}
            {%- do rows.append({'use_case': name, 'learner': learner, 'search': tojson(search, sort_keys=true)}) -%}
        {%- endfor -%}
        {%- for learner in assay.learners() -%}
            {%- set parameters = assay._declared_parameters(declaration, learner) -%}
            {%- if parameters -%}
                {%- do rows.append({
                    'use_case': name, 'learner': learner, 'parameters': tojson(parameters, sort_keys=true),
                }) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ assay._select_rows(
        {'use_case': 'string', 'learner': 'string', 'search': 'string', 'parameters': 'string'}, rows
    ) }}
{% endmacro %}
